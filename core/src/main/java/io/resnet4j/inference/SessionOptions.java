package io.resnet4j.inference;

import java.util.List;
import java.util.Set;

/**
 * How a network is to be run. Immutable.
 *
 * @param precision what is computed with; {@link Precision#FLOAT32} unless asked otherwise
 * @param lanes how many batches run at a time
 * @param threads how many cores work on each of them
 * @param queue how many callers may wait for a lane; one more is turned away with a {@link BusyException}
 * @param planBytes what the plans of each lane, for shapes and batch sizes, may hold natively, beyond the one that each of its
 *     threads used last; those used least recently go first
 * @param taps nodes whose values are wanted besides the logits, by name or prefix as
 *     {@link io.resnet4j.model.Network#node} takes them
 */
public record SessionOptions(Precision precision, int lanes, int threads, int queue, long planBytes, Set<String> taps) {
    private static final int QUEUE = 1024;

    /** More than any machine has cores; many thousands end the process within the OpenMP runtime. */
    private static final int MOST_THREADS = 1024;

    /** Enough for ResNet-50 at 224 x 224 and a batch of 64 beside several smaller ones. */
    private static final long PLAN_BYTES = 1L << 30;

    /** Refuses what cannot run. */
    public SessionOptions {
        atLeast(1, lanes, "lane");
        atLeast(1, threads, "thread");
        if ((long) lanes * threads > MOST_THREADS) {
            throw new IllegalArgumentException("a session has at most %,d threads in all, got %d lanes of %d"
                    .formatted(MOST_THREADS, lanes, threads));
        }
        atLeast(0, queue, "place to wait");
        atLeast(0, planBytes, "byte for plans");
        taps = Set.copyOf(taps);
    }

    private static void atLeast(long least, long value, String what) {
        if (value < least) {
            throw new IllegalArgumentException("a session needs at least %d %s, got %d".formatted(least, what, value));
        }
    }

    /** {@link #latency}. */
    public static SessionOptions defaults() {
        return latency();
    }

    /** All cores work on one batch: the soonest answer to a single caller. */
    public static SessionOptions latency() {
        return new SessionOptions(Precision.FLOAT32, 1, allCores(), QUEUE, PLAN_BYTES, Set.of());
    }

    /** Each core works on a batch of its own: the most images a second, for as many callers as there are cores. */
    public static SessionOptions throughput() {
        return latency().withLanes(allCores()).withThreads(1);
    }

    /** How many threads compute when all lanes do. */
    public int cores() {
        return lanes * threads;
    }

    /** Lanes and threads, as people say it. */
    public String team() {
        return counted(lanes, "lane") + " of " + counted(threads, "thread");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static int allCores() {
        return Runtime.getRuntime().availableProcessors();
    }

    public SessionOptions withPrecision(Precision precision) {
        return new SessionOptions(precision, lanes, threads, queue, planBytes, taps);
    }

    /** With so many batches at a time; at least one. */
    public SessionOptions withLanes(int lanes) {
        return new SessionOptions(precision, lanes, threads, queue, planBytes, taps);
    }

    /** With so many cores that work on one batch together; at least one. */
    public SessionOptions withThreads(int threads) {
        return new SessionOptions(precision, lanes, threads, queue, planBytes, taps);
    }

    /** With so many callers that may wait; none of them waits where it is 0. */
    public SessionOptions withQueue(int queue) {
        return new SessionOptions(precision, lanes, threads, queue, planBytes, taps);
    }

    public SessionOptions withPlanBytes(long planBytes) {
        return new SessionOptions(precision, lanes, threads, queue, planBytes, taps);
    }

    /** With the values of these nodes besides the logits. */
    public SessionOptions withTaps(String... taps) {
        return new SessionOptions(precision, lanes, threads, queue, planBytes, Set.copyOf(List.of(taps)));
    }
}
