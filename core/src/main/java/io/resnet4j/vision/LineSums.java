package io.resnet4j.vision;

/**
 * Weighted sums of whole lines of packed pixels, in fixed point, rounded and clipped to bytes at the end.
 *
 * <p>These loops are what a resize spends its time in, and are written so that Java's compiler makes vector instructions of
 * them: over {@code int}s only, since JDK 17 does not widen bytes in a vector; over arrays from their beginning, since it
 * also gives up at an offset that varies; and without {@link Math#min}, which it does one by one.
 */
final class LineSums {
    private final int[] red;
    private final int[] green;
    private final int[] blue;

    /** Sums of lines of {@code length} pixels; all arrays that they meet are as long. */
    LineSums(int length) {
        red = new int[length];
        green = new int[length];
        blue = new int[length];
    }

    /** How many pixels a line has. */
    int length() {
        return red.length;
    }

    /** Begins anew, with the half that makes the shift at the end round to nearest. */
    void begin(int[] line, int weight) {
        for (int i = 0; i < red.length; i++) {
            int pixel = line[i];
            red[i] = FilterWeights.HALF + weight * (pixel & 0xff);
            green[i] = FilterWeights.HALF + weight * (pixel >> 8 & 0xff);
            blue[i] = FilterWeights.HALF + weight * (pixel >> 16);
        }
    }

    void add(int[] line, int weight) {
        for (int i = 0; i < red.length; i++) {
            int pixel = line[i];
            red[i] += weight * (pixel & 0xff);
            green[i] += weight * (pixel >> 8 & 0xff);
            blue[i] += weight * (pixel >> 16);
        }
    }

    /** What the sums have come to, as pixels. */
    void write(int[] line) {
        for (int i = 0; i < red.length; i++) {
            line[i] = clip(red[i]) | clip(green[i]) << 8 | clip(blue[i]) << 16;
        }
    }

    /** The integer part, at least 0 and at most 255: a sign shifted down is a mask. */
    private static int clip(int sum) {
        int value = sum >> FilterWeights.PRECISION_BITS;
        int positive = value & ~(value >> 31);
        return (positive | 255 - positive >> 31) & 0xff;
    }
}
