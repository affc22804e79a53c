package io.resnet4j.inference.engine;

import io.resnet4j.inference.BusyException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What a session's callers pass through: so many are inside at a time, so many wait in the order in which they came, and the
 * others are turned away. Closing lets those in who were there before, and no one after. Safe for use by many threads.
 */
public final class Gate {
    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final int inside;
    private final int limit;
    private final Semaphore places;
    private final AtomicInteger admitted = new AtomicInteger();
    private volatile boolean closing;
    private volatile boolean closed;

    /**
     * An open gate.
     *
     * @param inside how many may be inside
     * @param queue how many more may wait
     */
    public Gate(int inside, int queue) {
        this.inside = inside;
        limit = (int) Math.min(Integer.MAX_VALUE, (long) inside + queue);
        places = new Semaphore(inside, true);
    }

    /**
     * Does {@code work} inside, after a wait that no interrupt ends.
     *
     * @throws BusyException when too many wait already
     * @throws IllegalStateException when the gate is closed
     */
    public <T> T pass(Supplier<T> work) {
        admit();
        try {
            places.acquireUninterruptibly();
            return work(work);
        } finally {
            admitted.decrementAndGet();
        }
    }

    /**
     * Does {@code work} inside. Who is interrupted or has waited for {@code patience} leaves the queue; who is inside stays until the
     * work is done.
     *
     * @throws BusyException when too many wait already, or the wait was too long
     * @throws IllegalStateException when the gate is closed
     */
    public <T> T pass(Duration patience, Supplier<T> work) throws InterruptedException {
        admit();
        try {
            long nanos =
                    patience.isNegative() ? 0 : patience.compareTo(FOREVER) < 0 ? patience.toNanos() : Long.MAX_VALUE;
            if (!places.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                throw new BusyException("the session had no lane free within %d ms; use more lanes, or wait longer"
                        .formatted(TimeUnit.NANOSECONDS.toMillis(nanos)));
            }
            return work(work);
        } finally {
            admitted.decrementAndGet();
        }
    }

    private void admit() {
        if (closing) {
            throw closed();
        }
        if (admitted.getAndUpdate(count -> Math.min(limit, count + 1)) == limit) {
            throw new BusyException(
                    "no lane is free, and the places to wait for one (%d) are taken; try later, or allow more"
                            .formatted(limit - inside));
        }
    }

    private <T> T work(Supplier<T> work) {
        try {
            if (closed) {
                throw closed();
            }
            return work.get();
        } finally {
            places.release();
        }
    }

    /** Waits for all who came before, then does {@code last}, with no one inside. A second close does nothing. */
    public synchronized void close(Runnable last) {
        if (closing) {
            return;
        }
        closing = true;
        places.acquireUninterruptibly(inside);
        try {
            closed = true;
            last.run();
        } finally {
            places.release(inside);
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the session is closed");
    }
}
