package io.resnet4j.inference;

import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.util.Map;

/**
 * What a run yields, on the heap and the caller's own: the network's output and the values that were tapped.
 *
 * @param size how many images went in
 * @param output the network's last value: logits
 */
public record Outputs(int size, Value output, Map<Value, Activation> activations) {
    /**
     * A value for all images of a batch.
     *
     * @param shape of one image: {@code [channels, height, width]} or {@code [features]}
     * @param nchw {@code [images, ...shape]}
     */
    public record Activation(Shape shape, float[] nchw) {}

    public Outputs {
        activations = Map.copyOf(activations);
    }

    /** The logits of image {@code index}, {@code [classes]}. */
    public float[] logits(int index) {
        return of(output, index);
    }

    /** The tapped {@code value} of image {@code index}, in the order of its {@link #shape}. */
    public float[] of(Value value, int index) {
        Activation activation = activation(value);
        int length = Math.toIntExact(activation.shape().elements());
        float[] one = new float[length];
        System.arraycopy(activation.nchw(), index * length, one, 0, length);
        return one;
    }

    /** The shape of the tapped {@code value} for one image. */
    public Shape shape(Value value) {
        return activation(value).shape();
    }

    private Activation activation(Value value) {
        Activation activation = activations.get(value);
        if (activation == null) {
            throw new IllegalArgumentException(
                    "%s was not tapped; there are %s".formatted(value, activations.keySet()));
        }
        return activation;
    }
}
