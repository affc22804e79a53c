package io.resnet4j.inference;

import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Normalization;
import java.nio.FloatBuffer;
import java.util.List;

/** Bytes that become floats in the one pass that also lays them out: a table look-up each. */
record PixelBatch(List<Image> images, float[] table) implements Batch {
    PixelBatch(List<Image> images, Normalization normalization) {
        this(List.copyOf(images), normalization.table());
    }

    PixelBatch {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one image");
        }
        Image first = images.get(0);
        for (Image image : images) {
            if (image.width() != first.width() || image.height() != first.height()) {
                throw new IllegalArgumentException("the images of a batch have one size: %d x %d differs from %d x %d"
                        .formatted(image.width(), image.height(), first.width(), first.height()));
            }
        }
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public Shape shape() {
        return Shape.of(3, images.get(0).height(), images.get(0).width());
    }

    @Override
    public void write(int index, FloatBuffer target) {
        byte[] rgb = images.get(index).rgb();
        float[] row = new float[3 * images.get(index).width()];
        for (int start = 0; start < rgb.length; start += row.length) {
            for (int i = 0; i < row.length; i += 3) {
                row[i] = table[rgb[start + i] & 0xff];
                row[i + 1] = table[256 + (rgb[start + i + 1] & 0xff)];
                row[i + 2] = table[512 + (rgb[start + i + 2] & 0xff)];
            }
            target.put(row);
        }
    }
}
