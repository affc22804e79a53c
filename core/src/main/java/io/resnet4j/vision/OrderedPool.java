package io.resnet4j.vision;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Makes things on several threads while whoever takes them works on earlier ones. They come in the order of their numbers, and
 * only so many are made ahead, so that memory stays bounded. What a maker throws is thrown where its thing is taken.
 *
 * <p>To be used by one thread. Closing it waits for what is being made, so that files may be closed afterwards.
 *
 * @param <T> what is made
 */
public final class OrderedPool<T> implements Iterator<T>, AutoCloseable {
    private final int count;
    private final IntFunction<T> maker;
    private final int ahead;
    private final ExecutorService threads;
    private final Queue<Future<T>> pending = new ArrayDeque<>();
    private int next;

    /**
     * A pool for the numbers from 0 to {@code count}, exclusive.
     *
     * @param maker makes what has a number; called by many threads at once
     * @param threads how many are made at a time
     * @param ahead how many may be there or being made that have not been taken
     */
    public OrderedPool(int count, IntFunction<T> maker, int threads, int ahead) {
        if (count < 0 || threads < 1 || ahead < 1) {
            throw new IllegalArgumentException(
                    "a pool has threads and room for what they make, got %d threads, %d ahead"
                            .formatted(threads, ahead));
        }
        this.count = count;
        this.maker = maker;
        this.ahead = ahead;
        this.threads = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "resnet4j-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public boolean hasNext() {
        return next < count || !pending.isEmpty();
    }

    /**
     * Waits for the next.
     *
     * @throws IllegalStateException when the thread is interrupted meanwhile; it stays interrupted
     */
    @Override
    public T next() {
        while (next < count && pending.size() < ahead) {
            int number = next++;
            pending.add(threads.submit(() -> maker.apply(number)));
        }
        if (pending.isEmpty()) {
            throw new NoSuchElementException("all %d have been taken".formatted(count));
        }
        try {
            return pending.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an image was being decoded", e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** Makes nothing more, and waits for what is being made. */
    @Override
    public void close() {
        pending.forEach(thing -> thing.cancel(false));
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
