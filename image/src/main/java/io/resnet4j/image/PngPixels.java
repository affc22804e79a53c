package io.resnet4j.image;

/** What the samples of a PNG mean: how wide they are, and which RGB Pillow makes of them. */
record PngPixels(int depth, Colour colour) {
    enum Colour {
        GREY(0, 1, 0b11111),
        RGB(2, 3, 0b11000),
        PALETTE(3, 1, 0b01111),
        GREY_ALPHA(4, 2, 0b11000),
        RGB_ALPHA(6, 4, 0b11000);

        private final int code;
        private final int channels;
        private final int depths; // bit i: the depth 2^i exists

        Colour(int code, int channels, int depths) {
            this.code = code;
            this.channels = channels;
            this.depths = depths;
        }
    }

    /** The pixels that a header describes; null when PNG knows no such ones. */
    static PngPixels of(int depth, int code) {
        for (Colour colour : Colour.values()) {
            boolean depthExists =
                    Integer.bitCount(depth) == 1 && (colour.depths >> Integer.numberOfTrailingZeros(depth) & 1) == 1;
            if (colour.code == code && depthExists) {
                return new PngPixels(depth, colour);
            }
        }
        return null;
    }

    boolean needsPalette() {
        return colour == Colour.PALETTE;
    }

    int rowBytes(int count) {
        return (int) (((long) count * depth * colour.channels + 7) / 8);
    }

    /** The distance at which the filters look back; at least 1. */
    int bytesPerPixel() {
        return Math.max(depth * colour.channels / 8, 1);
    }

    /** The RGB of every sample of up to 8 bits: the palette, or greys from black to white. */
    byte[] table(byte[] palette) {
        if (colour == Colour.PALETTE) {
            return palette;
        }
        byte[] greys = new byte[3 * 256];
        int white = (1 << Math.min(depth, 8)) - 1;
        for (int i = 0; i < 3 * (white + 1); i++) {
            greys[i] = (byte) (i / 3 * 255 / white);
        }
        return greys;
    }

    /** Writes the pixels of a row, which begins at {@code offset}, to {@code rgb[at]}, {@code rgb[at + step]}, ... */
    void expand(byte[] row, int offset, int count, byte[] table, byte[] rgb, int at, int step) {
        switch (colour) {
            case GREY -> {
                if (depth == 16) {
                    clip(row, offset, count, rgb, at, step);
                } else {
                    lookUp(row, offset, count, table, rgb, at, step);
                }
            }
            case PALETTE -> lookUp(row, offset, count, table, rgb, at, step);
            case GREY_ALPHA -> pick(row, offset, count, 0, rgb, at, step);
            case RGB, RGB_ALPHA -> pick(row, offset, count, depth / 8, rgb, at, step);
        }
    }

    /** 16-bit grey stays 16-bit in Pillow until it becomes RGB: then it is clipped, so that nearly all is white. */
    private static void clip(byte[] row, int offset, int count, byte[] rgb, int at, int step) {
        for (int i = offset; i < offset + 2 * count; i += 2) {
            byte grey = row[i] == 0 ? row[i + 1] : (byte) 255;
            rgb[at] = grey;
            rgb[at + 1] = grey;
            rgb[at + 2] = grey;
            at += step;
        }
    }

    private void lookUp(byte[] row, int offset, int count, byte[] table, byte[] rgb, int at, int step) {
        int mask = (1 << depth) - 1;
        for (int i = 0; i < count; i++) {
            int bit = i * depth;
            int entry = 3 * (row[offset + bit / 8] >> (8 - depth - bit % 8) & mask);
            rgb[at] = table[entry];
            rgb[at + 1] = table[entry + 1];
            rgb[at + 2] = table[entry + 2];
            at += step;
        }
    }

    /** The high byte of every colour, {@code distance} bytes apart; alpha is dropped. */
    private void pick(byte[] row, int offset, int count, int distance, byte[] rgb, int at, int step) {
        int width = bytesPerPixel();
        for (int i = offset; i < offset + width * count; i += width) {
            rgb[at] = row[i];
            rgb[at + 1] = row[i + distance];
            rgb[at + 2] = row[i + 2 * distance];
            at += step;
        }
    }
}
