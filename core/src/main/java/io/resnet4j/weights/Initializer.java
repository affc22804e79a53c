package io.resnet4j.weights;

import io.resnet4j.model.Init;
import io.resnet4j.model.TensorSpec;
import java.util.Arrays;

/**
 * A network's tensors before any training, each as its {@link TensorSpec#init()} says; counters are zero. A number
 * depends on the seed, its tensor's name and its place in it, and on nothing else: not on the order in which tensors are
 * asked for, the threads that ask, or the Java that runs. Safe for use by many threads.
 *
 * <p>Place {@code i} of a tensor draws 64 bits of its own, {@code bits(i)} of the {@link RandomBits} of the seed and the
 * tensor's name. Pairs of places share a normal pair (Box and Muller 1958). Fractions are doubles until they are stored as
 * floats:
 *
 * <pre>{@code
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
    private final long seed;

    public Initializer(long seed) {
        this.seed = seed;
    }

    @Override
    public Tensor get(TensorSpec spec) {
        if (spec.role() == TensorSpec.Role.COUNTER) {
            return Tensor.counter(0);
        }
        int count = Math.toIntExact(spec.shape().elements());
        return Tensor.of(spec.shape(), spec.init().accept(new Draws(RandomBits.of(seed, spec.name()), count)));
    }

    /** A tensor of {@code count} numbers. */
    private record Draws(RandomBits random, int count) implements Init.Visitor<float[]> {
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
                double u = (random.bits(i) >>> 40) * 0x1p-24;
                x[i] = (float) (init.bound() * (2 * u - 1));
            }
            return x;
        }

        @Override
        public float[] normal(Init.Normal init) {
            float[] x = new float[count];
            for (int i = 0; i < count; i += 2) {
                double u = random.uniform(i);
                double v = random.uniform(i + 1);
                double radius = Math.sqrt(-2 * StrictMath.log(1 - u)); // u is below 1
                double angle = 2 * Math.PI * v;
                x[i] = (float) (init.deviation() * (radius * StrictMath.cos(angle)));
                if (i + 1 < count) {
                    x[i + 1] = (float) (init.deviation() * (radius * StrictMath.sin(angle)));
                }
            }
            return x;
        }
    }
}
