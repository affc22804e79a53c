package io.resnet4j.io;

import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * The two kinds of floating-point numbers with 16 bits, to and from float. Widening is exact; narrowing rounds to the
 * nearest, ties to even, as PyTorch does. NaN becomes the quiet NaN of its sign.
 *
 * <pre>
 * F16     1 sign, 5 exponent (bias 15), 10 fraction; subnormals step by 2^-24
 * BF16    the upper half of a float
 * </pre>
 */
public final class Floats16 {
    private static final int SIGN = 0x8000;
    /** The distance between the exponents' biases, 127 - 15, in a float's place. */
    private static final int REBIAS = 112 << 23;

    /** How many numbers are in hand at once: few enough for the first cache. */
    private static final int CHUNK = 4096;

    private Floats16() {}

    public static float fromHalf(short half) {
        int exponent = half >>> 10 & 0x1f;
        int fraction = half & 0x3ff;
        int sign = (half & SIGN) << 16;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent << 23 | fraction << 13) + REBIAS);
    }

    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & SIGN;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) { // halfway from the largest to the next, which even has: infinity
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) { // rint rounds ties to even; 2^10 steps are the smallest normal number
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int wide = (bits & 0x7fffffff) - REBIAS;
        return (short) (sign | wide + 0xfff + (wide >>> 13 & 1) >>> 13);
    }

    public static float fromBfloat(short bfloat) {
        return Float.intBitsToFloat(bfloat << 16);
    }

    public static short toBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 & SIGN | 0x7fc0);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** Rounds what remains of {@code values}; both positions move behind it. */
    public static void toBfloats(FloatBuffer values, ShortBuffer target) {
        float[] from = new float[Math.min(CHUNK, values.remaining())];
        short[] to = new short[from.length];
        while (values.hasRemaining()) {
            int count = Math.min(from.length, values.remaining());
            values.get(from, 0, count);
            for (int i = 0; i < count; i++) {
                to[i] = toBfloat(from[i]);
            }
            target.put(to, 0, count);
        }
    }
}
