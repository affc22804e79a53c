package io.resnet4j.inference.engine;

import io.resnet4j.model.Shape;

/** How many images an engine takes at once: as many as fit into one buffer, as do all results of one kind. */
public final class BatchLimit {
    private BatchLimit() {}

    /** Bytes of a value for all images in single precision. */
    public static long bytes(Shape shape, int images) {
        return Math.multiplyExact(images * shape.elements(), (long) Float.BYTES);
    }

    /** Refuses values of {@code shape} for so many images that no buffer holds them, with the remedy. */
    public static void check(Shape shape, int images) {
        if (images < 1) {
            throw new IllegalArgumentException("a batch has at least one image, got " + images);
        }
        if (bytes(shape, images) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%d values of %s at once take more than 2 GiB; try a smaller batch".formatted(images, shape));
        }
    }
}
