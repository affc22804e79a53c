package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.util.Set;

/**
 * What a BMP file says before its pixels: "BM", length of the file (u32), 4 bytes, place of the pixels (u32), then a header
 * that begins with its own length. OS/2's first one has 12 bytes and a size of 16 bits a number, Windows's has 40, and
 * those of 52 to 124 bytes begin like it.
 *
 * @param length how long the header is
 * @param topDown whether the first row is the top one
 * @param bits how many a pixel has; up to 8 of them are an index
 * @param colours how many the palette has, 0 for as many as there are indices
 * @param pixels where they begin, as the file says it
 */
record BmpHeader(
        int length, long width, long height, boolean topDown, int bits, int compression, int colours, long pixels) {
    private static final int FILE_HEADER = 14;
    private static final int PIXELS = 10;
    private static final int OS2 = 12;
    private static final Set<Long> LENGTHS = Set.of(12L, 40L, 52L, 56L, 64L, 108L, 124L);
    private static final int RAW = 0;
    private static final int RLE8 = 1;
    private static final int RLE4 = 2;
    private static final int MASKED = 3;
    private static final int MOST_COLOURS = 1 << 16;

    /** Reads the header and leaves the file where it ends. */
    static BmpHeader read(LittleEndian file) throws ImageException {
        file.seek(PIXELS);
        long pixels = file.u32();
        long length = file.u32();
        if (!LENGTHS.contains(length)) {
            throw file.damaged("an unknown header of %d bytes".formatted(length));
        }
        BmpHeader header = length == OS2 ? readOs2(file, pixels) : readWindows(file, (int) length, pixels);
        header.check(file);
        file.seek(header.end());
        return header;
    }

    private static BmpHeader readOs2(LittleEndian file, long pixels) throws ImageException {
        int width = file.u16();
        int height = file.u16();
        file.skip(2); // planes
        return new BmpHeader(OS2, width, height, false, file.u16(), RAW, 0, pixels);
    }

    private static BmpHeader readWindows(LittleEndian file, int length, long pixels) throws ImageException {
        long width = file.u32();
        long height = file.u32();
        boolean topDown = height >> 24 == 0xff; // a negative number, of which Pillow looks at one byte
        file.skip(2); // planes
        int bits = file.u16();
        long compression = file.u32();
        file.skip(12); // length of the pixels, resolution
        long colours = file.u32();
        if (compression > MASKED || colours > MOST_COLOURS && bits <= 8) {
            throw file.damaged("compression %d and %d colours".formatted(compression, colours));
        }
        return new BmpHeader(
                length,
                width,
                topDown ? (1L << 32) - height : height,
                topDown,
                bits,
                (int) compression,
                (int) colours,
                pixels);
    }

    private void check(LittleEndian file) throws ImageException {
        boolean known = isIndexed() ? compression != MASKED : (bits == 16 || bits == 24 || bits == 32) && !isPacked();
        if (!known) {
            throw file.damaged(
                    "pixels of %d bits with compression %d; raw ones of 1, 4, 8, 16, 24 and 32 can be read, and packed ones up to 8"
                            .formatted(bits, compression));
        }
    }

    /** Where the palette begins, or the masks of a header that is too short to hold them. */
    int end() {
        return FILE_HEADER + length;
    }

    boolean isIndexed() {
        return bits == 1 || bits == 4 || bits == 8;
    }

    /** Whether the pixels are {@link BmpRuns}. */
    boolean isPacked() {
        return compression == RLE8 || compression == RLE4;
    }

    /** Whether a packed pixel has four bits. */
    boolean hasNibbles() {
        return compression == RLE4;
    }

    boolean isMasked() {
        return compression == MASKED;
    }

    int paletteColours() {
        return colours == 0 ? 1 << bits : colours;
    }

    /** How many bytes a colour of the palette has: blue, green, red, and but in OS/2's one without meaning. */
    int entryBytes() {
        return length == OS2 ? 3 : 4;
    }

    /** How long a row is, which is padded to 4 bytes. */
    long rowBytes() {
        return (width * bits + 31) / 32 * 4;
    }
}
