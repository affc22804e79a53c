package io.resnet4j.inference;

import io.resnet4j.io.Floats16;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Normalization;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Images of one size on their way into a network. Implementations are immutable, so that several threads may write images at once, and
 * call no session while they write.
 */
public interface Batch {
    /** How many images; at least one. */
    int size();

    /** The shape of one image, {@code [channels, height, width]}. */
    Shape shape();

    /** Writes image {@code index} from the target's position on, channels last: {@code [height, width, channels]}. */
    void write(int index, FloatBuffer target);

    /**
     * Writes it as bfloat16, the upper half of a float32, each number rounded to the nearest, ties to even. Unless there is a
     * shorter way, an image is written as floats first.
     */
    default void write(int index, ShortBuffer bfloat16) {
        FloatBuffer floats = FloatBuffer.allocate(Math.toIntExact(shape().elements()));
        write(index, floats);
        Floats16.toBfloats(floats.flip(), bfloat16);
    }

    /**
     * The numbers of all images where they lie channels first, {@code [images, channels, height, width]}, between the buffer's
     * position and its limit, for engines that lay them out faster than {@code write} does; empty where they do not lie so.
     */
    default Optional<FloatBuffer> channelsFirst() {
        return Optional.empty();
    }

    /**
     * RGB pixels, which {@code normalization} turns into numbers as they are written: torchvision's way. They come with as many
     * channels as it has.
     */
    static Batch of(List<Image> images, Normalization normalization) {
        return new PixelBatch(images, normalization);
    }

    /**
     * Numbers that are ready for the network.
     *
     * @param shape of one image, {@code [channels, height, width]}
     * @param nchw {@code [images, channels, height, width]}; not copied
     */
    static Batch of(Shape shape, float[] nchw) {
        return new FloatBatch(shape, nchw);
    }
}
