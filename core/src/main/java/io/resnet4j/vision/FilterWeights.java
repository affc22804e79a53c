package io.resnet4j.vision;

/**
 * Which lines of an image make each line of the resized image, and how much they count: fixed point with
 * {@link #PRECISION_BITS} bits. Line {@code i} of the result is the sum of {@code weights[i][k] * source[start[i] + k]}.
 * A line is a column where the width changes, a row where the height does.
 */
record FilterWeights(int[] start, int[][] weights) {
    /** Of an int's 32 bits, 8 hold the result and 2 the overflow of filters with negative lobes; the rest is fraction. */
    static final int PRECISION_BITS = 32 - 8 - 2;

    /** One half, so that the final shift rounds to nearest. */
    static final int HALF = 1 << (PRECISION_BITS - 1);

    private static final int ONE = 1 << PRECISION_BITS;

    /** The weights of the lines {@code from <= i < to} when {@code source} lines become {@code target}. */
    static FilterWeights of(int source, int target, int from, int to, Interpolation interpolation) {
        double scale = scale(source, target);
        double stretch = Math.max(scale, 1); // shrinking widens the filter: that is the antialiasing
        double support = interpolation.support() * stretch;
        int[] start = new int[to - from];
        int[][] weights = new int[to - from][];
        for (int i = 0; i < weights.length; i++) {
            double center = (from + i + 0.5) * scale;
            int first = Math.max((int) (center - support + 0.5), 0);
            int end = Math.min((int) (center + support + 0.5), source);
            start[i] = first;
            weights[i] = fixedPoint(window(first, end - first, center, 1 / stretch, interpolation));
        }
        return new FilterWeights(start, weights);
    }

    /** How many lines of the source fall into one of the target. */
    static double scale(int source, int target) {
        return (double) source / target;
    }

    /** How many lines the result has. */
    int size() {
        return start.length;
    }

    /** The first source line that any of these weights reads. */
    int first() {
        return start[0];
    }

    /** One past the last source line that any of these weights reads. */
    int end() {
        int last = start.length - 1;
        return start[last] + weights[last].length;
    }

    /** The greatest number of source lines that make one line. */
    int longest() {
        int longest = 0;
        for (int[] window : weights) {
            longest = Math.max(longest, window.length);
        }
        return longest;
    }

    // Multiplying by the reciprocal of the stretch, not dividing by the stretch, gives Pillow's last bit.
    private static double[] window(int first, int length, double center, double shrink, Interpolation interpolation) {
        double[] window = new double[length];
        double sum = 0;
        for (int k = 0; k < length; k++) {
            window[k] = interpolation.weight((k + first - center + 0.5) * shrink);
            sum += window[k];
        }
        for (int k = 0; k < length && sum != 0; k++) {
            window[k] /= sum;
        }
        return window;
    }

    private static int[] fixedPoint(double[] window) {
        int[] fixed = new int[window.length];
        for (int k = 0; k < fixed.length; k++) {
            fixed[k] = (int) (Math.copySign(0.5, window[k]) + window[k] * ONE);
        }
        return fixed;
    }
}
