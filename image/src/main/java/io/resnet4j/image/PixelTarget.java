package io.resnet4j.image;

/** Where the pixels of a row go; one for all rows, of which a bomb may have millions. */
final class PixelTarget {
    private final byte[] rgb;
    private final int step;
    private int at;

    /** The red of each pixel goes {@code step} bytes behind that of the one before. */
    PixelTarget(byte[] rgb, int step) {
        this.rgb = rgb;
        this.step = step;
    }

    /** Begins a row, whose first red goes to {@code rgb[start]}. */
    PixelTarget from(int start) {
        at = start;
        return this;
    }

    /** Sets so many pixels, from their bytes as they are. */
    void copy(byte[] pixels, int from, int count) {
        if (step == 3) {
            System.arraycopy(pixels, from, rgb, at, 3 * count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int pixel = from + 3 * i;
            set(i, pixels[pixel], pixels[pixel + 1], pixels[pixel + 2]);
        }
    }

    void set(int pixel, byte red, byte green, byte blue) {
        int start = at + pixel * step;
        rgb[start] = red;
        rgb[start + 1] = green;
        rgb[start + 2] = blue;
    }
}
