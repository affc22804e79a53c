package io.resnet4j.image;

/** Where pixels go: the first one's red to {@code rgb[at]}, that of each further one {@code step} bytes on. */
record PixelTarget(byte[] rgb, int at, int step) {
    void set(int pixel, byte red, byte green, byte blue) {
        int start = at + pixel * step;
        rgb[start] = red;
        rgb[start + 1] = green;
        rgb[start + 2] = blue;
    }
}
