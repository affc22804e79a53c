package io.resnet4j.vision;

import java.io.IOException;
import java.util.Iterator;

/**
 * An {@link OrderedPool} of images that may fail: a bad one comes as its error and stops nothing. What is no fault of a file is
 * thrown.
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

    private final Maker maker;
    private final OrderedPool<Outcome> pool;

    /**
     * A pool for the images from 0 to {@code count}, exclusive.
     *
     * @param threads how many images are made at a time
     * @param ahead how many may be there or being made that have not been taken
     */
    public DecodingPool(int count, Maker maker, int threads, int ahead) {
        this.maker = maker;
        pool = new OrderedPool<>(count, this::make, threads, ahead);
    }

    @Override
    public boolean hasNext() {
        return pool.hasNext();
    }

    /**
     * Waits for the next image.
     *
     * @throws IllegalStateException when the thread is interrupted meanwhile; it stays interrupted
     */
    @Override
    public Outcome next() {
        return pool.next();
    }

    private Outcome make(int index) {
        try {
            return new Ready(index, maker.make(index));
        } catch (IOException e) {
            return new Bad(index, e);
        }
    }

    /** Makes no more images, and waits for those that are being made. */
    @Override
    public void close() {
        pool.close();
    }
}
