package io.resnet4j.inference;

import io.resnet4j.io.Floats16;
import io.resnet4j.model.Shape;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Numbers that someone else has normalised, channels first. */
record FloatBatch(Shape shape, float[] nchw) implements Batch {
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
    public void write(int index, FloatBuffer target) {
        forEachChannelLast(index, target::put);
    }

    @Override
    public void write(int index, ShortBuffer bfloat16) {
        forEachChannelLast(index, value -> bfloat16.put(Floats16.toBfloat(value)));
    }

    private void forEachChannelLast(int index, Target target) {
        int channels = shape.dim(0);
        int area = shape.dim(1) * shape.dim(2);
        int start = index * channels * area;
        for (int pixel = 0; pixel < area; pixel++) {
            for (int channel = 0; channel < channels; channel++) {
                target.put(nchw[start + channel * area + pixel]);
            }
        }
    }

    private interface Target {
        void put(float value);
    }
}
