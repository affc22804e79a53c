package io.resnet4j.image;

/** What the samples of a PNG mean: how wide they are, and which RGB Pillow makes of them. */
record PngPixels(int depth, Colour colour) {
    /** The colour types of PNG, with the depths that each allows. */
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

    /** Whether the samples are indices, so that a palette must come before them. */
    boolean needsPalette() {
        return colour == Colour.PALETTE;
    }

    /** How long a row of so many pixels is. */
    int rowBytes(int count) {
        return (int) (((long) count * depth * colour.channels + 7) / 8);
    }

    /** The distance at which the filters look back; at least 1. */
    int bytesPerPixel() {
        return Math.max(depth * colour.channels / 8, 1);
    }

    /** What samples of up to 8 bits stand for: the palette's colours, or greys from black to white. */
    ColourTable table(byte[] palette) {
        return colour == Colour.PALETTE ? new ColourTable(depth, palette) : ColourTable.greys(Math.min(depth, 8));
    }

    /** Writes the pixels of a row, which begins at {@code offset}, to the target. */
    void expand(byte[] row, int offset, int count, ColourTable table, PixelTarget target) {
        switch (colour) {
            case GREY -> {
                if (depth == 16) {
                    clip(row, offset, count, target);
                } else {
                    table.expand(row, offset, depth, count, target);
                }
            }
            case PALETTE -> table.expand(row, offset, depth, count, target);
            case GREY_ALPHA -> pick(row, offset, count, 0, target);
            case RGB, RGB_ALPHA -> pick(row, offset, count, depth / 8, target);
        }
    }

    /** 16-bit grey stays 16-bit in Pillow until it becomes RGB: then it is clipped, so that nearly all is white. */
    private static void clip(byte[] row, int offset, int count, PixelTarget target) {
        for (int i = 0; i < count; i++) {
            int high = offset + 2 * i;
            byte grey = row[high] == 0 ? row[high + 1] : (byte) 255;
            target.set(i, grey, grey, grey);
        }
    }

    /** The high byte of every colour, {@code distance} bytes apart; alpha is dropped. */
    private void pick(byte[] row, int offset, int count, int distance, PixelTarget target) {
        int width = bytesPerPixel();
        if (width == 3) {
            target.copy(row, offset, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            int red = offset + width * i;
            target.set(i, row[red], row[red + distance], row[red + 2 * distance]);
        }
    }
}
