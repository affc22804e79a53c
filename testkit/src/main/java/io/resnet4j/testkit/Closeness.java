package io.resnet4j.testkit;

import java.util.Arrays;

/**
 * How far results are from a reference, in standard deviations of the reference: an error relative to each element
 * would mean nothing near zero. Comparisons are written so that NaN fails them.
 */
public final class Closeness {
    private Closeness() {}

    /** The largest error, {@code max |actual - expected| / std(expected)}; 0 where all is equal, be it all one number. */
    public static double worst(double[] expected, float[] actual) {
        double worst = Arrays.stream(errors(expected, actual)).reduce(0, Math::max); // NaN, once there, stays
        return worst == 0 ? 0 : worst / deviation(expected);
    }

    /** The root mean square error of each row of {@code columns} elements, in standard deviations of all that is expected. */
    static double[] rootMeanSquares(double[] expected, float[] actual, int columns) {
        double[] errors = errors(expected, actual);
        double[] rows = new double[errors.length / columns];
        Arrays.setAll(rows, row -> pooled(Arrays.copyOfRange(errors, row * columns, (row + 1) * columns)));
        double deviation = deviation(expected);
        return Arrays.stream(rows).map(row -> row / deviation).toArray();
    }

    /** The root of the mean of the squares. */
    static double pooled(double... errors) {
        return Math.sqrt(Arrays.stream(errors).map(e -> e * e).average().orElseThrow());
    }

    /** Fails unless {@code figure} is at most {@code limit}; NaN is not. */
    public static void assertAtMost(double limit, double figure, String what) {
        if (!(figure <= limit)) {
            throw new AssertionError("%s: %.3g exceeds %.3g".formatted(what, figure, limit));
        }
    }

    private static double[] errors(double[] expected, float[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError("%d elements, expected %d".formatted(actual.length, expected.length));
        }
        double[] errors = new double[expected.length];
        Arrays.setAll(errors, i -> Math.abs(actual[i] - expected[i]));
        return errors;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }
}
