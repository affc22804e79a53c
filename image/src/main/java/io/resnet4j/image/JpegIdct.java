package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

/**
 * The inverse cosine transform of 8 x 8 blocks, bit for bit that of libjpeg-turbo's vector code for its "slow integer"
 * method: the algorithm of Loeffler, Ligtenberg and Moschytz in fixed point, columns first, then rows. That code keeps
 * sums and results of the first pass in 16 bits; on what no encoder writes, that shows, and so it is done here too.
 *
 * <p>Many blocks are transformed side by side, and every step is a loop of one or two results over whole lines: these are
 * the loops that the JVM makes vectors of, five times as fast as a block at a time.
 */
final class JpegIdct {
    private static final int CONST_BITS = 13;
    private static final int FIRST_PASS_BITS = 2;
    private static final int FIRST_SHIFT = CONST_BITS - FIRST_PASS_BITS;
    private static final int LAST_SHIFT = CONST_BITS + FIRST_PASS_BITS + 3;
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

    private final int blocks;
    private final int[][] factors; // of the lines
    private final int[][] lines;
    private final int[][] work;
    private final int[] s3; // of the third and the seventh line
    private final int[] s4; // of the first and the fifth
    private final int[] even;
    private final int[] odd;

    /**
     * Room for so many blocks.
     *
     * @param table 64 numbers in the file's order that multiply the coefficients
     */
    JpegIdct(int blocks, int[] table) {
        this.blocks = blocks;
        int length = blocks * BLOCK;
        factors = new int[BLOCK][length];
        int[] order = JpegZigzag.order();
        for (int i = 0; i < table.length; i++) {
            int[] line = factors[order[i] / BLOCK];
            int start = order[i] % BLOCK * blocks;
            for (int x = start; x < start + blocks; x++) {
                line[x] = table[i];
            }
        }
        lines = new int[BLOCK][length];
        work = new int[BLOCK][length];
        s3 = new int[length];
        s4 = new int[length];
        even = new int[length];
        odd = new int[length];
    }

    /**
     * Transforms blocks into rows of samples of 0 to 255.
     *
     * @param coefficients as many blocks; they become zero
     * @param row the number of the first of the eight rows
     */
    void transform(JpegLines coefficients, JpegRows target, int row) {
        coefficients.moveTo(lines);
        for (int y = 0; y < BLOCK; y++) {
            dequantize(lines[y], factors[y]);
        }
        wrapFlatBlocks();
        pass(lines, FIRST_SHIFT);
        for (int[] line : work) {
            saturate(line);
        }
        for (int y = 0; y < BLOCK; y++) {
            for (int x = 0; x < BLOCK; x++) {
                System.arraycopy(work[y], x * blocks, lines[x], y * blocks, blocks);
            }
        }
        pass(lines, LAST_SHIFT);
        for (int[] line : work) {
            limit(line);
        }
        for (int y = 0; y < BLOCK; y++) {
            target.take(work, y, row + y);
        }
    }

    /** Products are kept in 16 bits. */
    private static void dequantize(int[] line, int[] factors) {
        for (int x = 0; x < line.length; x++) {
            line[x] = line[x] * factors[x] << 16 >> 16;
        }
    }

    /** Of a block with nothing below its first row, that code shifts this row within 16 bits, and does not saturate. */
    private void wrapFlatBlocks() {
        int[] first = lines[0];
        for (int x = 0; x < first.length; x++) {
            boolean fits = first[x] << FIRST_PASS_BITS == (short) (first[x] << FIRST_PASS_BITS);
            if (!fits && isFlat(x % blocks)) {
                first[x] = (short) (first[x] << FIRST_PASS_BITS) >> FIRST_PASS_BITS;
            }
        }
    }

    private boolean isFlat(int block) {
        int any = 0;
        for (int y = 1; y < BLOCK; y++) {
            for (int x = 0; x < BLOCK; x++) {
                any |= lines[y][x * blocks + block];
            }
        }
        return any == 0;
    }

    /** The one-dimensional transform of what stands at the same place of eight lines. */
    private void pass(int[][] in, int shift) {
        int half = 1 << (shift - 1);
        add(in[7], in[3], s3);
        add(in[5], in[1], s4);
        odd(in[1], F_1_501 - F_0_899, in[7], -F_0_899, s3, F_1_175, s4, F_1_175 - F_0_390, odd);
        evenSum(in, half, F_0_541 + F_0_765, F_0_541);
        join(even, odd, shift, work[0], work[7]);
        odd(in[3], F_3_072 - F_2_562, in[5], -F_2_562, s3, F_1_175 - F_1_961, s4, F_1_175, odd);
        evenDifference(in, half, F_0_541, F_0_541 - F_1_847);
        join(even, odd, shift, work[1], work[6]);
        odd(in[5], F_2_053 - F_2_562, in[3], -F_2_562, s3, F_1_175, s4, F_1_175 - F_0_390, odd);
        evenDifference(in, half, -F_0_541, F_1_847 - F_0_541);
        join(even, odd, shift, work[2], work[5]);
        odd(in[7], F_0_298 - F_0_899, in[1], -F_0_899, s3, F_1_175 - F_1_961, s4, F_1_175, odd);
        evenSum(in, half, -F_0_541 - F_0_765, -F_0_541);
        join(even, odd, shift, work[3], work[4]);
    }

    /** A sum in 16 bits. */
    private static void add(int[] a, int[] b, int[] result) {
        for (int x = 0; x < result.length; x++) {
            result[x] = a[x] + b[x] << 16 >> 16;
        }
    }

    private void evenSum(int[][] in, int half, int factor2, int factor6) {
        evenSum(in[0], in[4], in[2], factor2, in[6], factor6, half, even);
    }

    private void evenDifference(int[][] in, int half, int factor2, int factor6) {
        evenDifference(in[0], in[4], in[2], factor2, in[6], factor6, half, even);
    }

    /** The sum of the first two is one of 16 bits, shifted by {@link #CONST_BITS}. */
    private static void evenSum(int[] a, int[] b, int[] c, int fc, int[] d, int fd, int half, int[] result) {
        for (int x = 0; x < result.length; x++) {
            result[x] = (a[x] + b[x] << 16 >> 16 - CONST_BITS) + half + c[x] * fc + d[x] * fd;
        }
    }

    private static void evenDifference(int[] a, int[] b, int[] c, int fc, int[] d, int fd, int half, int[] result) {
        for (int x = 0; x < result.length; x++) {
            result[x] = (a[x] - b[x] << 16 >> 16 - CONST_BITS) + half + c[x] * fc + d[x] * fd;
        }
    }

    private static void odd(int[] a, int fa, int[] b, int fb, int[] c, int fc, int[] d, int fd, int[] result) {
        for (int x = 0; x < result.length; x++) {
            result[x] = a[x] * fa + b[x] * fb + c[x] * fc + d[x] * fd;
        }
    }

    private static void join(int[] even, int[] odd, int shift, int[] low, int[] high) {
        for (int x = 0; x < low.length; x++) {
            int a = even[x];
            int b = odd[x];
            low[x] = a + b >> shift;
            high[x] = a - b >> shift;
        }
    }

    /** Keeps values between -32768 and 32767, without a comparison. */
    private static void saturate(int[] line) {
        for (int x = 0; x < line.length; x++) {
            int value = line[x] + 0x8000;
            value &= ~(value >> 31);
            value = 0xffff - value;
            value &= ~(value >> 31);
            line[x] = 0x7fff - value;
        }
    }

    /** Samples are signed until here. */
    private static void limit(int[] line) {
        for (int x = 0; x < line.length; x++) {
            int value = line[x] + LEVEL;
            value &= ~(value >> 31);
            line[x] = (value | 255 - value >> 31) & 255;
        }
    }
}
