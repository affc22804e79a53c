package io.resnet4j.onednn;

import io.resnet4j.inference.Handover;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;

/**
 * A thread with its own OpenMP team, on which primitives are both created and run: oneDNN does not promise right
 * results when the team's size changes in between. A team of one is that thread alone. To hand it an image and get the
 * logits back takes 0.04 ms; but callers who led teams themselves would each have helpers of their own, and with more of these
 * than there are cores, OpenMP has them all sleep at every layer.
 */
final class Team {
    private final ExecutorService thread;
    private final stream stream;

    private Team(ExecutorService thread, stream stream) {
        this.thread = thread;
        this.stream = stream;
    }

    static Team start(OneDnn library, engine engine, String name, int size) {
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread first = new Thread(work, name);
            first.setDaemon(true);
            return first;
        });
        try {
            return await(thread.submit(() -> {
                library.setTeamSize(size);
                return new Team(thread, OneDnn.lasting(() -> new stream(engine)));
            }));
        } catch (RuntimeException | Error e) {
            thread.shutdown();
            throw e;
        }
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
        return await(submit(work));
    }

    /** Lets what is queued finish, then frees what the team's owner holds, then the team. A second close does nothing. */
    synchronized void close(Runnable freeOwned) {
        if (thread.isShutdown()) {
            return;
        }
        try {
            await(submit(() -> {
                freeOwned.run();
                stream.deallocate();
                return null;
            }));
        } finally {
            thread.shutdown();
        }
    }

    /** Has the team do {@code work} when it has done what came before. */
    <T> Future<T> submit(Supplier<T> work) {
        return thread.submit(work::get);
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
