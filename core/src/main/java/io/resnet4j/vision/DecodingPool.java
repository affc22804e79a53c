package io.resnet4j.vision;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes images on several threads while whoever takes them works on earlier ones. They come in the order of their numbers,
 * and only so many are made ahead, so that memory stays bounded; a bad one comes as its error and stops nothing.
 *
 * <p>To be used by one thread. Closing it waits for what is being made, so that files may be closed afterwards.
 */
public final class DecodingPool implements Iterator<DecodingPool.Outcome>, AutoCloseable {
    /** What became of an image. */
    public sealed interface Outcome {
        /** Its number. */
        int index();
    }

    /** An image that could be made. */
    public record Ready(int index, Image image) implements Outcome {}

    /** One that could not. */
    public record Bad(int index, IOException cause) implements Outcome {}

    /** Makes images: reads, decodes and prepares them. Called by many threads at once. */
    public interface Maker {
        /** Makes the image of a number. */
        Image make(int index) throws IOException;
    }

    private final int count;
    private final Maker maker;
    private final int ahead;
    private final ExecutorService threads;
    private final Queue<Future<Outcome>> pending = new ArrayDeque<>();
    private int next;

    /**
     * A pool for the images from 0 to {@code count}, exclusive.
     *
     * @param threads how many images are made at a time
     * @param ahead how many may be there or being made that have not been taken
     */
    public DecodingPool(int count, Maker maker, int threads, int ahead) {
        if (count < 0 || threads < 1 || ahead < 1) {
            throw new IllegalArgumentException(
                    "a pool has threads and room for an image, got %d threads, %d images ahead"
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
     * Waits for the next image.
     *
     * @throws IllegalStateException when the thread is interrupted meanwhile; it stays interrupted
     */
    @Override
    public Outcome next() {
        while (next < count && pending.size() < ahead) {
            int index = next++;
            pending.add(threads.submit(() -> make(index)));
        }
        if (pending.isEmpty()) {
            throw new NoSuchElementException("all %d images have been taken".formatted(count));
        }
        try {
            return pending.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an image was being decoded", e);
        } catch (ExecutionException e) {
            throw unexpected(e.getCause());
        }
    }

    private Outcome make(int index) {
        try {
            return new Ready(index, maker.make(index));
        } catch (IOException e) {
            return new Bad(index, e);
        }
    }

    /** What is no fault of a file goes to the caller as it is. */
    private static RuntimeException unexpected(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** Makes no more images, and waits for those that are being made. */
    @Override
    public void close() {
        pending.forEach(image -> image.cancel(false));
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
