package io.resnet4j.inference;

import java.util.Set;

/**
 * How a network is to be run.
 *
 * @param threads cores that work on one batch together
 * @param taps nodes, by name or prefix as {@link io.resnet4j.model.Network#node} takes them, whose values are wanted
 *     besides the logits
 */
public record SessionOptions(int threads, Set<String> taps) {
    public SessionOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("a session needs at least one thread, got " + threads);
        }
        taps = Set.copyOf(taps);
    }

    /** All cores, no taps. */
    public static SessionOptions defaults() {
        return new SessionOptions(Runtime.getRuntime().availableProcessors(), Set.of());
    }

    public SessionOptions withThreads(int threads) {
        return new SessionOptions(threads, taps);
    }

    public SessionOptions withTaps(String... taps) {
        return new SessionOptions(threads, Set.of(taps));
    }
}
