package io.resnet4j.vision;

/**
 * Pixels in memory: {@code rgb[(y * width + x) * 3 + channel]}, one unsigned byte a channel, red first; what Pillow's
 * {@code Image.open(f).convert("RGB").tobytes()} holds. The array is shared, not copied: treat it as read-only.
 */
public record Image(int width, int height, byte[] rgb) {
    static final int CHANNELS = 3;

    /** The most pixels whose bytes fit into an array; some JVMs need a few bytes of it for themselves. */
    private static final int LARGEST = (Integer.MAX_VALUE - 8) / CHANNELS;

    /** Refuses an array that is not as long as the size demands. */
    public Image {
        if (width < 1 || height < 1 || rgb.length != (long) CHANNELS * width * height) {
            throw new IllegalArgumentException(
                    "%d bytes are not an RGB image of %d x %d".formatted(rgb.length, width, height));
        }
    }

    /**
     * An image without light, to be written.
     *
     * @throws IllegalArgumentException when that is no pixel, or more than an array can hold
     */
    static Image black(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image has at least one pixel, not %d x %d".formatted(width, height));
        }
        requireArray(Region.whole(width, height));
        return new Image(width, height, new byte[CHANNELS * width * height]);
    }

    /**
     * Refuses a region that would make no image, before anything is done for it.
     *
     * @throws IllegalArgumentException when an array cannot hold so many pixels
     */
    static void requireArray(Region region) {
        if ((long) region.width() * region.height() > LARGEST) {
            throw new IllegalArgumentException("%d x %d pixels are more than an array holds, which are %d"
                    .formatted(region.width(), region.height(), LARGEST));
        }
    }
}
