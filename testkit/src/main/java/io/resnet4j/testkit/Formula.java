package io.resnet4j.testkit;

import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/**
 * Weights and images by a formula of a tensor's name: the one that {@code testkit/golden/formula.py} states, and fills
 * PyTorch's networks with, bit for bit. Norms get statistics and scales too, so that a norm left out shows.
 */
public final class Formula implements TensorSource {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final double gain;

    /** With a gain of 1. */
    public Formula() {
        this(1);
    }

    /**
     * With weights of more than one dimension times {@code gain}: below 1, values do not outgrow the biases on their way
     * through many residual blocks.
     */
    public Formula(double gain) {
        this.gain = gain;
    }

    @Override
    public Tensor get(TensorSpec spec) {
        if (spec.role() == TensorSpec.Role.COUNTER) {
            return Tensor.counter(0);
        }
        return Tensor.of(spec.shape(), values(spec.name(), spec.shape().elements(), rule(spec)));
    }

    /** The images that go by {@code name}, {@code [images, channels, height, width]} with {@code shape} one image's. */
    public static float[] images(String name, int images, Shape shape) {
        return values(name, images * shape.elements(), u -> 4 * u - 2);
    }

    private DoubleUnaryOperator rule(TensorSpec spec) {
        Shape shape = spec.shape();
        if (spec.name().endsWith(".running_mean")) {
            return u -> (u - 0.5) * 0.4;
        }
        if (spec.name().endsWith(".bias")) {
            return u -> (u - 0.5) * 0.2;
        }
        if (spec.name().endsWith(".running_var") || shape.rank() == 1) {
            return u -> 0.5 + u;
        }
        double fanIn = (double) shape.elements() / shape.dim(0);
        double bound = gain * Math.sqrt(6.0 / fanIn);
        return u -> (2 * u - 1) * bound;
    }

    private static float[] values(String name, long count, DoubleUnaryOperator rule) {
        long hash = fnv1a(name);
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            double u = (splitMix64(hash + (i + 1) * GOLDEN_RATIO) >>> 40) * 0x1p-24;
            values[i] = (float) rule.applyAsDouble(u);
        }
        return values;
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }

    private static long splitMix64(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
