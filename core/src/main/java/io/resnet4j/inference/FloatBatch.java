package io.resnet4j.inference;

import io.resnet4j.model.Shape;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Numbers that someone else has normalised, channels first. */
record FloatBatch(Shape shape, float[] nchw) implements Batch {
    private static final int CHUNK = 3 * 1024;

    FloatBatch {
        if (shape.rank() != 3 || nchw.length == 0 || nchw.length % shape.elements() != 0) {
            throw new IllegalArgumentException(
                    "%d numbers are no images of [channels, height, width] = %s".formatted(nchw.length, shape));
        }
    }

    @Override
    public int size() {
        return (int) (nchw.length / shape.elements());
    }

    @Override
    public Optional<FloatBuffer> channelsFirst() {
        return Optional.of(FloatBuffer.wrap(nchw).asReadOnlyBuffer());
    }

    /** So much at once as stays in the first cache. */
    @Override
    public void write(int index, FloatBuffer target) {
        int channels = shape.dim(0);
        int area = shape.dim(1) * shape.dim(2);
        int pixels = Math.max(1, CHUNK / channels);
        float[] chunk = new float[Math.max(CHUNK, channels)];
        for (int first = 0; first < area; first += pixels) {
            int count = Math.min(pixels, area - first);
            for (int channel = 0; channel < channels; channel++) {
                int from = (index * channels + channel) * area + first;
                for (int i = 0; i < count; i++) {
                    chunk[i * channels + channel] = nchw[from + i];
                }
            }
            target.put(chunk, 0, count * channels);
        }
    }
}
