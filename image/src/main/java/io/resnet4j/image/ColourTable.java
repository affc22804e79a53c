package io.resnet4j.image;

/**
 * The colours that samples of 1, 2, 4 or 8 bits stand for: red, green and blue of 256 samples, of which those of fewer bits
 * are the first ones. In a byte the first sample has the highest bits.
 */
record ColourTable(int depth, byte[] rgb) {
    static final int SIZE = 3 * 256;

    /** Greys from black to white, in equal steps. */
    static ColourTable greys(int depth) {
        byte[] table = new byte[SIZE];
        int white = (1 << depth) - 1;
        for (int i = 0; i < 3 * (white + 1); i++) {
            table[i] = (byte) (i / 3 * 255 / white);
        }
        return new ColourTable(depth, table);
    }

    /**
     * Writes the colours of a row of samples.
     *
     * @param from the byte in which they begin
     * @param step how many bits each comes behind the one before
     */
    void expand(byte[] row, int from, int step, int count, PixelTarget target) {
        if (depth == 8) {
            expandBytes(row, from, step / 8, count, target);
            return;
        }
        int mask = (1 << depth) - 1;
        for (int i = 0; i < count; i++) {
            long bit = (long) i * step;
            set(i, row[from + (int) (bit >> 3)] >> 8 - depth - (bit & 7) & mask, target);
        }
    }

    private void expandBytes(byte[] row, int from, int step, int count, PixelTarget target) {
        for (int i = 0; i < count; i++) {
            set(i, row[from + i * step] & 0xff, target);
        }
    }

    private void set(int pixel, int sample, PixelTarget target) {
        target.set(pixel, rgb[3 * sample], rgb[3 * sample + 1], rgb[3 * sample + 2]);
    }
}
