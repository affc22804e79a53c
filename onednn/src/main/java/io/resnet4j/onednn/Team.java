package io.resnet4j.onednn;

import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Handover;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;

/**
 * So many threads that create and run primitives together: oneDNN does not promise right results when their number changes in between.
 * The first is the caller's own: to hand a few milliseconds of work to a sleeping thread, and the answer back, takes a twentieth of them.
 * As every caller comes with sleeping helpers of his own, which OpenMP keeps for him, only a few may; the others hand their work to the
 * team's thread. Whoever it is, they take turns.
 */
final class Team {
    /** The first callers to come, as long as they live: one that warms up, and some that work. */
    private static final int MOST_LEADERS = 4;

    private final OneDnn library;
    private final int size;
    private final ExecutorService thread;
    private final stream stream;
    private final Lock turn = new ReentrantLock();
    private final Set<Thread> leaders = Collections.newSetFromMap(new WeakHashMap<>());

    Team(OneDnn library, engine engine, String name, int size) {
        this.library = library;
        this.size = size;
        stream = EngineException.explain(OneDnn.NAME, () -> "use this processor", () -> new stream(engine));
        thread = Executors.newSingleThreadExecutor(work -> {
            Thread helper = new Thread(work, name);
            helper.setDaemon(true);
            return helper;
        });
    }

    /** The native handle for the work of this team. */
    stream stream() {
        return stream;
    }

    /**
     * Has the team do {@code work} and waits for it, even when interrupted: native memory must not be freed under a
     * primitive that still runs. The session lets nobody in when it has closed its teams.
     */
    <T> T call(Supplier<T> work) {
        return mayLead(Thread.currentThread()) ? lead(work) : await(submit(work));
    }

    private boolean mayLead(Thread caller) {
        if (size == 1) {
            return true;
        }
        synchronized (leaders) {
            leaders.removeIf(leader -> !leader.isAlive());
            return leaders.contains(caller) || leaders.size() < MOST_LEADERS && leaders.add(caller);
        }
    }

    private <T> T lead(Supplier<T> work) {
        turn.lock();
        try {
            return library.withTeam(size, work);
        } finally {
            turn.unlock();
        }
    }

    /** Frees what the team's owner holds, then the team, which nobody may be using. A second close does nothing. */
    synchronized void close(Runnable freeOwned) {
        if (thread.isShutdown()) {
            return;
        }
        thread.shutdown();
        lead(() -> {
            freeOwned.run();
            stream.deallocate();
            return null;
        });
    }

    /** Has the team do {@code work} beside the caller, when it has done what came before. */
    <T> Future<T> submit(Supplier<T> work) {
        return thread.submit(() -> lead(work));
    }

    /** Waits for all, as {@link #call} does for one; then throws what the first of them threw, or any error of the machine. */
    static void awaitAll(List<? extends Future<?>> works) {
        Throwable failure = null;
        for (Future<?> work : works) {
            try {
                await(work);
            } catch (RuntimeException | Error e) {
                failure = failure == null || e instanceof Error ? e : failure;
            }
        }
        if (failure != null) {
            throw Handover.toCaller(failure);
        }
    }

    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw Handover.toCaller(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
