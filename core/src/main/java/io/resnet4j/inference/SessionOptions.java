package io.resnet4j.inference;

import java.util.List;
import java.util.Set;

/** How a network is to be run. Immutable. */
public final class SessionOptions {
    private final int threads;
    private final Set<String> taps;

    private SessionOptions(int threads, Set<String> taps) {
        this.threads = threads;
        this.taps = taps;
    }

    /** All cores, no taps. */
    public static SessionOptions defaults() {
        return new SessionOptions(Runtime.getRuntime().availableProcessors(), Set.of());
    }

    /** With so many cores that work on one batch together; at least one. */
    public SessionOptions withThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a session needs at least one thread, got " + threads);
        }
        return new SessionOptions(threads, taps);
    }

    /**
     * With these values wanted besides the logits: nodes, by name or prefix as
     * {@link io.resnet4j.model.Network#node} takes them.
     */
    public SessionOptions withTaps(String... taps) {
        return new SessionOptions(threads, Set.copyOf(List.of(taps)));
    }

    /** Cores that work on one batch together. */
    public int threads() {
        return threads;
    }

    /** Names of the nodes whose values are wanted besides the logits. */
    public Set<String> taps() {
        return taps;
    }
}
