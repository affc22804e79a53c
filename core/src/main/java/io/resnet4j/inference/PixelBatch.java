package io.resnet4j.inference;

import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Normalization;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/** Bytes that become floats in the one pass that also lays them out. */
record PixelBatch(List<Image> images, Normalization normalization) implements Batch {
    PixelBatch {
        images = List.copyOf(images);
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
        return Shape.of(
                normalization.channels(), images.get(0).height(), images.get(0).width());
    }

    @Override
    public void write(int index, FloatBuffer target) {
        normalization.write(images.get(index).rgb(), target);
    }

    @Override
    public void write(int index, ShortBuffer bfloat16) {
        normalization.write(images.get(index).rgb(), bfloat16);
    }
}
