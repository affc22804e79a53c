package io.resnet4j.training;

import java.io.IOException;

/** The batches of an epoch, in order. For one thread; to be closed, even when some are left. */
public interface LabelledBatches extends AutoCloseable {
    boolean hasNext();

    /**
     * The next batch.
     *
     * @throws java.util.NoSuchElementException when all have been taken
     * @throws io.resnet4j.vision.DataSetException when an image cannot be read or decoded, naming it; the epoch ends there
     * @throws IllegalStateException when the thread is interrupted meanwhile; it stays interrupted
     */
    LabelledBatch next() throws IOException;

    @Override
    void close();
}
