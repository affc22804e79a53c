package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/**
 * What the indices of a BMP stand for.
 *
 * @param depth how many bits an index has
 * @param table red, green and blue of 256 indices
 */
record BmpPalette(int depth, byte[] table) {
    private static final int INDICES = 256;

    /**
     * Reads the palette, from where the header ends. As in Pillow, the greys in their order make every byte a grey, and
     * black and white every bit, no matter how many bits the header says; beyond the palette there is black.
     */
    static BmpPalette read(BmpHeader header, LittleEndian file) throws ImageException {
        int colours = header.paletteColours();
        int entry = header.entryBytes();
        file.seek(header.end());
        byte[] palette = file.bytes(Math.min(colours * entry, file.remaining()));
        if (palette.length >= 3 + (colours - 1) * entry && isGrey(palette, colours, entry)) {
            return new BmpPalette(colours <= 2 ? 1 : 8, greys(colours <= 2));
        }
        int entries = palette.length / entry;
        if (entries > INDICES) {
            throw file.damaged("a palette of %d colours".formatted(entries));
        }
        byte[] table = new byte[3 * INDICES];
        for (int i = 0; i < entries; i++) {
            table[3 * i] = palette[entry * i + 2];
            table[3 * i + 1] = palette[entry * i + 1];
            table[3 * i + 2] = palette[entry * i];
        }
        return new BmpPalette(header.bits(), table);
    }

    private static boolean isGrey(byte[] palette, int colours, int entry) {
        for (int i = 0; i < colours; i++) {
            byte grey = (byte) (colours == 2 && i == 1 ? 255 : i);
            for (int channel = 0; channel < 3; channel++) {
                if (palette[entry * i + channel] != grey) {
                    return false;
                }
            }
        }
        return true;
    }

    private static byte[] greys(boolean blackAndWhite) {
        byte[] table = new byte[3 * INDICES];
        for (int i = 3; i < table.length; i++) {
            table[i] = (byte) (blackAndWhite ? 255 : i / 3);
        }
        return table;
    }

    /** Writes the colours of a row of indices, which begin at the byte {@code from}, to an image. */
    void expand(byte[] row, int from, int count, byte[] rgb, int to) {
        int mask = (1 << depth) - 1;
        for (int i = 0; i < count; i++) {
            int bit = i * depth;
            int index = row[from + bit / 8] >> (8 - depth - bit % 8) & mask;
            System.arraycopy(table, 3 * index, rgb, to + 3 * i, 3);
        }
    }
}
