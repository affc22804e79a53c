package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/** What the indices of a BMP stand for. */
final class BmpPalette {
    private static final int INDICES = 256;

    private BmpPalette() {}

    /**
     * Reads the palette, from where the header ends. As in Pillow, the greys in their order make every byte a grey, and
     * black and white every bit, no matter how many bits the header says; beyond the palette there is black.
     */
    static ColourTable read(BmpHeader header, LittleEndian file) throws ImageException {
        int colours = header.paletteColours();
        int entry = header.entryBytes();
        file.seek(header.end());
        byte[] palette = file.bytes(Math.min(colours * entry, file.remaining()));
        if (palette.length >= 3 + (colours - 1) * entry && isGrey(palette, colours, entry)) {
            return colours <= 2 ? blackAndWhite() : ColourTable.greys(8);
        }
        int entries = palette.length / entry;
        if (entries > INDICES) {
            throw file.damaged("a palette of %d colours".formatted(entries));
        }
        byte[] table = new byte[ColourTable.SIZE];
        for (int i = 0; i < entries; i++) {
            table[3 * i] = palette[entry * i + 2];
            table[3 * i + 1] = palette[entry * i + 1];
            table[3 * i + 2] = palette[entry * i];
        }
        return new ColourTable(header.bits(), table);
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

    /** Packed indices are bytes even so, and white but for 0. */
    private static ColourTable blackAndWhite() {
        byte[] table = new byte[ColourTable.SIZE];
        Arrays.fill(table, 3, table.length, (byte) 255);
        return new ColourTable(1, table);
    }
}
