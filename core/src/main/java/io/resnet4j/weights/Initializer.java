package io.resnet4j.weights;

import io.resnet4j.model.Init;
import io.resnet4j.model.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A network's tensors before any training, each as its {@link TensorSpec#init()} says; counters are zero. A number
 * depends on the seed, its tensor's name and its place in it, and on nothing else: not on the order in which tensors are
 * asked for, the threads that ask, or the Java that runs. Safe for use by many threads.
 *
 * <p>Place {@code i} of a tensor draws 64 bits of its own, from a SplitMix64 (Steele, Lea and Flood 2014) that starts at
 * the seed and the FNV-1a hash of the name in UTF-8. Pairs of places share a normal pair (Box and Muller 1958). Integers
 * have 64 bits and wrap around, {@code >>>} shifts zeros in, fractions are doubles until they are stored as floats:
 *
 * <pre>{@code
 * G       = 0x9E3779B97F4A7C15
 * mix(z)  : z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9; z = (z ^ z >>> 27) * 0x94D049BB133111EB; z ^ z >>> 31
 * key     = mix(mix(seed + G) ^ fnv1a(name))
 * bits(i) = mix(key + (i + 1) * G)
 *
 * uniform : u = (bits(i) >>> 40) / 2^24                      x[i] = bound * (2 * u - 1)
 *
 * normal  : u = (bits(2 * j) >>> 11) / 2^53                  r = sqrt(-2 * log(1 - u))
 *           v = (bits(2 * j + 1) >>> 11) / 2^53              a = 2 * pi * v
 *           x[2 * j] = deviation * (r * cos(a))              x[2 * j + 1] = deviation * (r * sin(a))
 * }</pre>
 *
 * The logarithm, sine and cosine are {@link StrictMath}'s, the same everywhere. With 24 bits of {@code u} no uniform
 * number rounds up to the float nearest to the bound. None of this changes between releases.
 */
public final class Initializer implements TensorSource {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final long seed;

    public Initializer(long seed) {
        this.seed = seed;
    }

    @Override
    public Tensor get(TensorSpec spec) {
        if (spec.role() == TensorSpec.Role.COUNTER) {
            return Tensor.counter(0);
        }
        long key = mix(mix(seed + GOLDEN_RATIO) ^ fnv1a(spec.name()));
        int count = Math.toIntExact(spec.shape().elements());
        return Tensor.of(spec.shape(), spec.init().accept(new Draws(key, count)));
    }

    /** A tensor of {@code count} numbers, drawn from {@code key} on. */
    private record Draws(long key, int count) implements Init.Visitor<float[]> {
        @Override
        public float[] constant(Init.Constant init) {
            float[] x = new float[count];
            Arrays.fill(x, (float) init.value());
            return x;
        }

        @Override
        public float[] uniform(Init.Uniform init) {
            float[] x = new float[count];
            for (int i = 0; i < count; i++) {
                double u = (bits(i) >>> 40) * 0x1p-24;
                x[i] = (float) (init.bound() * (2 * u - 1));
            }
            return x;
        }

        @Override
        public float[] normal(Init.Normal init) {
            float[] x = new float[count];
            for (int i = 0; i < count; i += 2) {
                double u = (bits(i) >>> 11) * 0x1p-53;
                double v = (bits(i + 1) >>> 11) * 0x1p-53;
                double radius = Math.sqrt(-2 * StrictMath.log(1 - u)); // u is below 1
                double angle = 2 * Math.PI * v;
                x[i] = (float) (init.deviation() * (radius * StrictMath.cos(angle)));
                if (i + 1 < count) {
                    x[i + 1] = (float) (init.deviation() * (radius * StrictMath.sin(angle)));
                }
            }
            return x;
        }

        private long bits(long i) {
            return mix(key + (i + 1) * GOLDEN_RATIO);
        }
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }
}
