package io.resnet4j.inference;

import io.resnet4j.model.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run yields, on the heap and the caller's own.
 *
 * @param size how many images went in
 * @param logits the network's output
 * @param taps the values that were asked for, by the names they were asked by
 */
public record Outputs(int size, Activation logits, Map<String, Activation> taps) {
    /**
     * A value for all images of a batch.
     *
     * @param shape of one image: {@code [channels, height, width]} or {@code [features]}
     * @param nchw {@code [images, ...shape]}
     */
    public record Activation(Shape shape, float[] nchw) {
        /**
         * A value whose channels lie last, {@code [images, height, width, channels]}, in the order of its shape; what has
         * no channels, such as features, is taken as it is.
         */
        public static Activation ofChannelsLast(Shape shape, float[] nhwc) {
            if (shape.rank() != 3) {
                return new Activation(shape, nhwc);
            }
            int channels = shape.dim(0);
            int area = shape.dim(1) * shape.dim(2);
            float[] nchw = new float[nhwc.length];
            for (int image = 0; image < nhwc.length; image += channels * area) {
                for (int pixel = 0; pixel < area; pixel++) {
                    for (int channel = 0; channel < channels; channel++) {
                        nchw[image + channel * area + pixel] = nhwc[image + pixel * channels + channel];
                    }
                }
            }
            return new Activation(shape, nchw);
        }

        /** The value of image {@code index}, in the order of its shape. */
        public float[] of(int index) {
            int each = Math.toIntExact(shape.elements());
            return Arrays.copyOfRange(nchw, index * each, (index + 1) * each);
        }
    }

    public Outputs {
        taps = Map.copyOf(taps);
    }

    /** All of image {@code index}, copied, so that it does not hold on to the others. */
    public Outputs image(int index) {
        Map<String, Activation> own = new HashMap<>();
        taps.forEach((name, tap) -> own.put(name, new Activation(tap.shape(), tap.of(index))));
        return new Outputs(1, new Activation(logits.shape(), logits.of(index)), own);
    }

    /** The logits of image {@code index}, {@code [classes]}. */
    public float[] logits(int index) {
        return logits.of(index);
    }

    /** The value that was tapped as {@code name}. */
    public Activation tap(String name) {
        Activation tap = taps.get(name);
        if (tap == null) {
            throw new IllegalArgumentException("%s was not tapped; there are %s; name it in SessionOptions.withTaps"
                    .formatted(name, taps.keySet()));
        }
        return tap;
    }
}
