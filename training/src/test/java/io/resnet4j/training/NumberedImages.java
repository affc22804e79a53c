package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Images of noise, each from its own number, in three classes; counts how many were read. */
final class NumberedImages implements DataSet {
    static final int SIDE = 8;

    final AtomicInteger reads = new AtomicInteger();
    private final List<Sample> samples;
    private final int damaged;

    /** So many images, all of which can be read. */
    NumberedImages(int count) {
        this(count, -1);
    }

    /** So many images, one of which is damaged. */
    NumberedImages(int count, int damaged) {
        this.damaged = damaged;
        samples = IntStream.range(0, count)
                .mapToObj(i -> new Sample("%d.jpg".formatted(i), i % 3))
                .toList();
    }

    @Override
    public String name() {
        return "numbers";
    }

    @Override
    public List<String> classes() {
        return List.of("one", "two", "three");
    }

    @Override
    public List<Sample> samples() {
        return samples;
    }

    @Override
    public Image image(int index, ImageDecoder decoder) throws IOException {
        reads.incrementAndGet();
        if (index == damaged) {
            throw new ImageException(samples.get(index).path(), "damaged");
        }
        return image(index);
    }

    @Override
    public Image image(int index, ImageDecoder decoder, Preprocessing preprocessing) throws IOException {
        return preprocessing.apply(image(index, decoder));
    }

    /** Pixels that differ from those of all other numbers; the first two bytes are the number. */
    static Image image(int index) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        new Random(index).nextBytes(rgb);
        rgb[0] = (byte) index;
        rgb[1] = (byte) (index >> 8);
        return new Image(SIDE, SIDE, rgb);
    }

    @Override
    public void close() {}
}
