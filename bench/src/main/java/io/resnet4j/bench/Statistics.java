package io.resnet4j.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is said of a handful of measurements, without supposing how they are spread. */
final class Statistics {
    /** Of a normal distribution, how many standard deviations hold 95 % on both sides of the mean. */
    private static final double NORMAL_95 = 1.96;

    private Statistics() {}

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** What is timed. */
    interface Work {
        void run() throws IOException;
    }

    /** The median time of a run, over as many runs as fit into {@code seconds}, in milliseconds. */
    static double medianMillis(double seconds, Work work) throws IOException {
        List<Double> times = new ArrayList<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            work.run();
            times.add((System.nanoTime() - start) / 1e6);
        }
        return median(times);
    }

    static double geometricMean(List<Double> values) {
        return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
    }

    /**
     * The bounds between which the true median lies with a confidence of 95 %, by the ranks of the binomial distribution:
     * of 15 values the 4th and the 12th.
     */
    static double[] medianInterval(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int n = sorted.size();
        int beyond = (int) Math.max(0, Math.floor((n - NORMAL_95 * Math.sqrt(n)) / 2));
        return new double[] {sorted.get(beyond), sorted.get(n - 1 - beyond)};
    }
}
