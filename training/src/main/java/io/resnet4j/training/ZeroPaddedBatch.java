package io.resnet4j.training;

import io.resnet4j.inference.Batch;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Region;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/** Pictures that are normalised as they are written, and then zero where they were padded. There is at least one. */
record ZeroPaddedBatch(List<Picture> pictures, Normalization normalization) implements Batch {
    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Shape shape() {
        Image first = pictures.get(0).image();
        return Shape.of(normalization.channels(), first.height(), first.width());
    }

    @Override
    public void write(int index, FloatBuffer target) {
        int start = target.position();
        normalization.write(pictures.get(index).image().rgb(), target);
        float[] zeros = new float[shape().dim(2) * normalization.channels()];
        forEachGap(index, (at, length) -> target.put(start + at, zeros, 0, length));
    }

    @Override
    public void write(int index, ShortBuffer bfloat16) {
        int start = bfloat16.position();
        normalization.write(pictures.get(index).image().rgb(), bfloat16);
        short[] zeros = new short[shape().dim(2) * normalization.channels()];
        forEachGap(index, (at, length) -> bfloat16.put(start + at, zeros, 0, length));
    }

    /** Takes in that {@code length} numbers from {@code at} on are padding. */
    private interface Gaps {
        void gap(int at, int length);
    }

    private void forEachGap(int index, Gaps gaps) {
        int channels = normalization.channels();
        Image image = pictures.get(index).image();
        Region real = pictures.get(index).real();
        int length = image.width() * channels;
        int left = real.left() * channels;
        int right = real.right() * channels;
        for (int y = 0; y < image.height(); y++) {
            if (y < real.top() || y >= real.bottom()) {
                gaps.gap(y * length, length);
            } else {
                gaps.gap(y * length, left);
                gaps.gap(y * length + right, length - right);
            }
        }
    }
}
