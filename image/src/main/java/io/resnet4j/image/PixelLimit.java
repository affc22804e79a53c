package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/**
 * How many pixels an image may have. It is held against the size in a file's header before anything is allocated for it.
 */
record PixelLimit(int pixels) {
    /** How many pixels Pillow takes for a reasonable image, its {@code MAX_IMAGE_PIXELS}: 256 MB of RGB. */
    static final int DEFAULT = 89_478_485;

    private static final int LARGEST = Integer.MAX_VALUE / 3; // an array holds the bytes of their red, green and blue

    PixelLimit {
        if (pixels < 1 || pixels > LARGEST) {
            throw new IllegalArgumentException(
                    "between 1 and %d pixels can be allowed, got %d".formatted(LARGEST, pixels));
        }
    }

    /** Fails unless an image has pixels, and no more than allowed. */
    void check(long width, long height, String name) throws ImageException {
        if (width < 1 || height < 1) {
            throw new ImageException(name, "damaged: a size of %d x %d pixels".formatted(width, height));
        }
        if (height > pixels / width) {
            throw new ImageException(
                    name,
                    "%d x %d pixels are more than the %d allowed; raise the decoder's limit if the file can be trusted"
                            .formatted(width, height, pixels));
        }
    }
}
