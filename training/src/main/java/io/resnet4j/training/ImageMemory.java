package io.resnet4j.training;

import io.resnet4j.vision.Image;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps the images of a data set once they are decoded, as many as there is room for: those that came first stay, for in an
 * epoch all are needed as often. Safe for use by many threads.
 */
final class ImageMemory {
    /** What an image takes beside its bytes: two objects' headers and fields, and its place in the array. */
    private static final int OVERHEAD = 64;

    private final AtomicReferenceArray<Image> images;
    private final AtomicLong free;

    /** Room for {@code bytes} of the images from 0 to {@code count}, exclusive. */
    ImageMemory(int count, long bytes) {
        images = new AtomicReferenceArray<>(count);
        free = new AtomicLong(bytes);
    }

    Optional<Image> get(int index) {
        return Optional.ofNullable(images.get(index));
    }

    /** Keeps an image if there is room for it. */
    void offer(int index, Image image) {
        long size = image.rgb().length + OVERHEAD;
        boolean isKept = free.addAndGet(-size) >= 0 && images.compareAndSet(index, null, image);
        if (!isKept) {
            free.addAndGet(size);
        }
    }
}
