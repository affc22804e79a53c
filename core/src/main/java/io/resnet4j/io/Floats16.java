package io.resnet4j.io;

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
}
