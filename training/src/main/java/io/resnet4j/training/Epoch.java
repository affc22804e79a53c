package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * How the samples of an epoch are parted into batches.
 *
 * @param labels by position in the epoch
 * @param batches how many there are, of which the last may be cut short
 */
record Epoch(int[] labels, int batchSize, int batches) {
    /** An epoch that goes over the samples of a data set in that order. */
    static Epoch of(DataSet data, int[] order, LoaderOptions options) {
        int[] labels = Arrays.stream(order)
                .map(sample -> data.samples().get(sample).label())
                .toArray();
        return new Epoch(labels, Math.min(options.batchSize(), order.length), options.batches(order.length));
    }

    /** Refuses to begin with a batch that is not there; with the one after the last, the epoch is over. */
    void requireBatch(int first) {
        if (first < 0 || first > batches) {
            throw new IllegalArgumentException(
                    "an epoch of %d batches does not go on at batch %d".formatted(batches, first));
        }
    }

    /** The position at which a batch begins that is to be taken. */
    int start(int batch) {
        if (batch >= batches) {
            throw new NoSuchElementException("all %d batches have been taken".formatted(batches));
        }
        return batch * batchSize;
    }

    /** Where a batch ends that begins at a position. */
    int end(int start) {
        return Math.min(start + batchSize, labels.length);
    }

    /** The labels of the batch that begins at a position. */
    int[] labels(int start) {
        return Arrays.copyOfRange(labels, start, end(start));
    }
}
