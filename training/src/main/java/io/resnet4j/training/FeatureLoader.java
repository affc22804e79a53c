package io.resnet4j.training;

import io.resnet4j.inference.Batch;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.DataSet;
import java.util.stream.IntStream;

/**
 * Brings features to a head, epoch after epoch, in the batches in which a {@link Loader} with the same options would have brought
 * their images.
 */
final class FeatureLoader implements BatchSource {
    private final DataSet data;
    private final float[][] features;
    private final LoaderOptions options;

    /** @param features by sample */
    FeatureLoader(DataSet data, float[][] features, LoaderOptions options) {
        this.data = data;
        this.features = features;
        this.options = options;
    }

    @Override
    public int batches() {
        return options.batches(features.length);
    }

    @Override
    public LabelledBatches epoch(Randomness randomness, int epoch, int first) {
        return new Batches(randomness.order(epoch, features.length), first);
    }

    @Override
    public LabelledBatches inOrder() {
        return new Batches(IntStream.range(0, features.length).toArray(), 0);
    }

    /** A few copies make a batch: no thread but the one that learns is needed. */
    private final class Batches implements LabelledBatches {
        private final int[] order;
        private final Epoch epoch;
        private int next;

        Batches(int[] order, int first) {
            this.order = order;
            epoch = Epoch.of(data, order, options);
            epoch.requireBatch(first);
            next = first;
        }

        @Override
        public boolean hasNext() {
            return next < epoch.batches();
        }

        @Override
        public LabelledBatch next() {
            int start = epoch.start(next++);
            int[] labels = epoch.labels(start);
            int length = features[0].length;
            float[] all = new float[Math.multiplyExact(labels.length, length)];
            for (int i = 0; i < labels.length; i++) {
                System.arraycopy(features[order[start + i]], 0, all, i * length, length);
            }
            return new LabelledBatch(Batch.of(Shape.of(length, 1, 1), all), labels);
        }

        @Override
        public void close() {}
    }
}
