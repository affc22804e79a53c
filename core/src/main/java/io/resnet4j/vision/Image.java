package io.resnet4j.vision;

/**
 * Pixels in memory: {@code rgb[(y * width + x) * 3 + channel]}, one unsigned byte a channel, red first; what Pillow's
 * {@code Image.open(f).convert("RGB").tobytes()} holds. The array is shared, not copied: treat it as read-only.
 */
public record Image(int width, int height, byte[] rgb) {
    /** Refuses an array that is not as long as the size demands. */
    public Image {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "%d bytes are not an RGB image of %d x %d".formatted(rgb.length, width, height));
        }
    }
}
