package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

/**
 * The inverse cosine transform of 8 x 8 blocks, bit for bit that of libjpeg-turbo's vector code for its "slow integer"
 * method: the algorithm of Loeffler, Ligtenberg and Moschytz in fixed point, columns first, then rows. That code keeps
 * sums and results of the first pass in 16 bits; on what no encoder writes, that shows, and so it is done here too.
 */
final class JpegIdct {
    private static final int SIZE = BLOCK * BLOCK;
    private static final int CONST_BITS = 13;
    private static final int FIRST_PASS_BITS = 2;
    private static final int FIRST_SHIFT = CONST_BITS - FIRST_PASS_BITS;
    private static final int LAST_SHIFT = CONST_BITS + FIRST_PASS_BITS + 3;
    private static final int FIRST_HALF = 1 << (FIRST_SHIFT - 1);
    private static final int LAST_HALF = 1 << (LAST_SHIFT - 1);
    private static final int LEVEL = 128;

    // The algorithm's constants in 13 bits of fraction, named by their values.
    private static final int F_0_298 = 2446;
    private static final int F_0_390 = 3196;
    private static final int F_0_541 = 4433;
    private static final int F_0_765 = 6270;
    private static final int F_0_899 = 7373;
    private static final int F_1_175 = 9633;
    private static final int F_1_501 = 12299;
    private static final int F_1_847 = 15137;
    private static final int F_1_961 = 16069;
    private static final int F_2_053 = 16819;
    private static final int F_2_562 = 20995;
    private static final int F_3_072 = 25172;

    private final int[] work = new int[SIZE];

    /**
     * Transforms a block into samples.
     *
     * @param block the coefficients, dequantized, in rows; each a 16-bit number
     * @param last the position in zigzag order behind which all are zero
     */
    void transform(int[] block, int last, JpegRows target, int row, int column) {
        if (last == 0) {
            int value =
                    limit(((short) (block[0] << FIRST_PASS_BITS) + (1 << FIRST_PASS_BITS + 2)) >> FIRST_PASS_BITS + 3);
            for (int y = 0; y < BLOCK; y++) {
                target.fill(row + y, column, value);
            }
            return;
        }
        for (int x = 0; x < BLOCK; x++) {
            column(block, x);
        }
        for (int y = 0; y < BLOCK; y++) {
            row(y * BLOCK, target.row(row + y), target.even(column), target.odd(column), target.step());
        }
    }

    private void column(int[] in, int x) {
        int[] out = work;
        if ((in[x + 8] | in[x + 16] | in[x + 24] | in[x + 32] | in[x + 40] | in[x + 48] | in[x + 56]) == 0) {
            int value = saturate(in[x] << FIRST_PASS_BITS);
            for (int i = x; i < SIZE; i += BLOCK) {
                out[i] = value;
            }
            return;
        }
        int z2 = in[x + 16];
        int z3 = in[x + 48];
        int t2 = z2 * F_0_541 + z3 * (F_0_541 - F_1_847);
        int t3 = z2 * (F_0_541 + F_0_765) + z3 * F_0_541;
        int t0 = (short) (in[x] + in[x + 32]) << CONST_BITS;
        int t1 = (short) (in[x] - in[x + 32]) << CONST_BITS;
        int e0 = t0 + t3 + FIRST_HALF;
        int e3 = t0 - t3 + FIRST_HALF;
        int e1 = t1 + t2 + FIRST_HALF;
        int e2 = t1 - t2 + FIRST_HALF;

        int c1 = in[x + 8];
        int c3 = in[x + 24];
        int c5 = in[x + 40];
        int c7 = in[x + 56];
        int s3 = (short) (c7 + c3);
        int s4 = (short) (c5 + c1);
        int m3 = s3 * (F_1_175 - F_1_961) + s4 * F_1_175;
        int m4 = s3 * F_1_175 + s4 * (F_1_175 - F_0_390);
        int o0 = c7 * (F_0_298 - F_0_899) - c1 * F_0_899 + m3;
        int o1 = c5 * (F_2_053 - F_2_562) - c3 * F_2_562 + m4;
        int o2 = c3 * (F_3_072 - F_2_562) - c5 * F_2_562 + m3;
        int o3 = c1 * (F_1_501 - F_0_899) - c7 * F_0_899 + m4;

        out[x] = saturate((e0 + o3) >> FIRST_SHIFT);
        out[x + 56] = saturate((e0 - o3) >> FIRST_SHIFT);
        out[x + 8] = saturate((e1 + o2) >> FIRST_SHIFT);
        out[x + 48] = saturate((e1 - o2) >> FIRST_SHIFT);
        out[x + 16] = saturate((e2 + o1) >> FIRST_SHIFT);
        out[x + 40] = saturate((e2 - o1) >> FIRST_SHIFT);
        out[x + 24] = saturate((e3 + o0) >> FIRST_SHIFT);
        out[x + 32] = saturate((e3 - o0) >> FIRST_SHIFT);
    }

    private void row(int y, int[] out, int even, int odd, int step) {
        int[] in = work;
        int z2 = in[y + 2];
        int z3 = in[y + 6];
        int t2 = z2 * F_0_541 + z3 * (F_0_541 - F_1_847);
        int t3 = z2 * (F_0_541 + F_0_765) + z3 * F_0_541;
        int t0 = (short) (in[y] + in[y + 4]) << CONST_BITS;
        int t1 = (short) (in[y] - in[y + 4]) << CONST_BITS;
        int e0 = t0 + t3 + LAST_HALF;
        int e3 = t0 - t3 + LAST_HALF;
        int e1 = t1 + t2 + LAST_HALF;
        int e2 = t1 - t2 + LAST_HALF;

        int c1 = in[y + 1];
        int c3 = in[y + 3];
        int c5 = in[y + 5];
        int c7 = in[y + 7];
        int s3 = (short) (c7 + c3);
        int s4 = (short) (c5 + c1);
        int m3 = s3 * (F_1_175 - F_1_961) + s4 * F_1_175;
        int m4 = s3 * F_1_175 + s4 * (F_1_175 - F_0_390);
        int o0 = c7 * (F_0_298 - F_0_899) - c1 * F_0_899 + m3;
        int o1 = c5 * (F_2_053 - F_2_562) - c3 * F_2_562 + m4;
        int o2 = c3 * (F_3_072 - F_2_562) - c5 * F_2_562 + m3;
        int o3 = c1 * (F_1_501 - F_0_899) - c7 * F_0_899 + m4;

        out[even] = limit((e0 + o3) >> LAST_SHIFT);
        out[odd] = limit((e1 + o2) >> LAST_SHIFT);
        out[even + step] = limit((e2 + o1) >> LAST_SHIFT);
        out[odd + step] = limit((e3 + o0) >> LAST_SHIFT);
        out[even + 2 * step] = limit((e3 - o0) >> LAST_SHIFT);
        out[odd + 2 * step] = limit((e2 - o1) >> LAST_SHIFT);
        out[even + 3 * step] = limit((e1 - o2) >> LAST_SHIFT);
        out[odd + 3 * step] = limit((e0 - o3) >> LAST_SHIFT);
    }

    private static int saturate(int value) {
        return Math.min(Math.max(value, Short.MIN_VALUE), Short.MAX_VALUE);
    }

    private static int limit(int value) {
        return Math.min(Math.max(value + LEVEL, 0), 255);
    }
}
