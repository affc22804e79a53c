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

    void set(int pixel, byte red, byte green, byte blue) {
        int start = at + pixel * step;
        rgb[start] = red;
        rgb[start + 1] = green;
        rgb[start + 2] = blue;
    }
}
