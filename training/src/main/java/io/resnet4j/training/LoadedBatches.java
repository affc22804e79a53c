package io.resnet4j.training;

import io.resnet4j.inference.Batch;
import io.resnet4j.vision.OrderedPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Batches that are made on background threads while those before are learnt, about two ahead, so that memory stays bounded. Closing waits for what is being made. */
final class LoadedBatches implements LabelledBatches {
    /** Images that a thread makes at once: enough to make handing them over cheap, few enough for all threads to have work. */
    private static final int SLICE = 16;

    private final Epoch epoch;
    private final Workshop workshop;
    private final int slices; // of a full batch
    private final OrderedPool<List<Picture>> pool;
    private int next;

    /** Makes pictures. Called by many threads at once. */
    interface Maker {
        /** The picture at a position of the epoch. */
        Picture make(int position) throws IOException;
    }

    /**
     * Who makes them.
     *
     * @param pack makes a batch of pictures
     */
    record Workshop(Maker maker, Function<List<Picture>, Batch> pack, int threads) {}

    /** From the batch {@code first} on. */
    LoadedBatches(Epoch epoch, int first, Workshop workshop) {
        epoch.requireBatch(first);
        this.epoch = epoch;
        this.workshop = workshop;
        next = first;
        slices = (epoch.batchSize() - 1) / SLICE + 1;
        int count = Math.multiplyExact(epoch.batches() - first, slices);
        int threads = workshop.threads();
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
                pictures.add(workshop.maker().make(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pictures;
    }

    @Override
    public boolean hasNext() {
        return next < epoch.batches();
    }

    @Override
    public LabelledBatch next() throws IOException {
        int start = epoch.start(next);
        List<Picture> pictures = new ArrayList<>(epoch.batchSize());
        try {
            for (int i = 0; i < slices; i++) {
                pictures.addAll(pool.next());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        next++;
        return new LabelledBatch(workshop.pack().apply(pictures), epoch.labels(start));
    }

    @Override
    public void close() {
        pool.close();
    }
}
