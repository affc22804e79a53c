package io.resnet4j.training;

import io.resnet4j.inference.Batch;
import io.resnet4j.vision.OrderedPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The batches of an epoch, in order, made on background threads while those before are learnt. About two are made ahead, so
 * that memory stays bounded. For one thread; closing it waits for what is being made.
 */
public final class LabelledBatches implements AutoCloseable {
    /** Images that a thread makes at once: enough to make handing them over cheap, few enough for all threads to have work. */
    private static final int SLICE = 16;

    /** Makes pictures. Called by many threads at once. */
    interface Maker {
        /** The picture at a position of the epoch. */
        Picture make(int position) throws IOException;
    }

    /**
     * What is brought.
     *
     * @param labels by position in the epoch
     * @param batches how many there are, of which the last may be cut short
     * @param pack makes a batch of pictures
     */
    record Epoch(int[] labels, int batchSize, int batches, Maker maker, Function<List<Picture>, Batch> pack) {
        /** Where a batch ends that begins at a position. */
        int end(int start) {
            return Math.min(start + batchSize, labels.length);
        }
    }

    private final Epoch epoch;
    private final int slices; // of a full batch
    private final OrderedPool<List<Picture>> pool;
    private int next;

    /** From the batch {@code first} on. */
    LabelledBatches(Epoch epoch, int first, int threads) {
        if (first < 0 || first > epoch.batches()) {
            throw new IllegalArgumentException(
                    "an epoch of %d batches does not go on at batch %d".formatted(epoch.batches(), first));
        }
        this.epoch = epoch;
        next = first;
        slices = (epoch.batchSize() - 1) / SLICE + 1;
        int count = Math.multiplyExact(epoch.batches() - first, slices);
        pool = new OrderedPool<>(
                count, number -> slice(first + number / slices, number % slices), threads, 2 * slices + threads);
    }

    /** Some pictures of a batch; none where the last one is short. */
    private List<Picture> slice(int batch, int part) {
        int start = batch * epoch.batchSize();
        int end = epoch.end(start);
        List<Picture> pictures = new ArrayList<>(SLICE);
        try {
            for (int i = start + part * SLICE; i < Math.min(start + (part + 1) * SLICE, end); i++) {
                pictures.add(epoch.maker().make(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pictures;
    }

    public boolean hasNext() {
        return next < epoch.batches();
    }

    /**
     * Waits for the next batch.
     *
     * @throws io.resnet4j.vision.DataSetException when an image of it cannot be decoded, naming it; the epoch ends there
     * @throws IllegalStateException when the thread is interrupted meanwhile; it stays interrupted
     */
    public LabelledBatch next() throws IOException {
        if (!hasNext()) {
            throw new NoSuchElementException("all %d batches have been taken".formatted(epoch.batches()));
        }
        int start = next * epoch.batchSize();
        List<Picture> pictures = new ArrayList<>(epoch.batchSize());
        try {
            for (int i = 0; i < slices; i++) {
                pictures.addAll(pool.next());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        next++;
        return new LabelledBatch(
                epoch.pack().apply(pictures), Arrays.copyOfRange(epoch.labels(), start, epoch.end(start)));
    }

    @Override
    public void close() {
        pool.close();
    }
}
