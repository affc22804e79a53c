package io.resnet4j.image;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;

/**
 * A BMP file: a {@link BmpHeader}, a {@link BmpPalette} where pixels have up to 8 bits, and the rows, from the bottom to
 * the top unless the header says otherwise. They are padded to 4 bytes, or packed as {@link BmpRuns}. Alpha is dropped.
 */
final class Bmp {
    private static final int BITS_OF_UNPACKED = 8;

    /** Turns a row of pixels, which begin at the byte {@code from}, into colours. */
    private interface Row {
        void expand(byte[] row, int from, int count, PixelTarget target);
    }

    private final byte[] bytes;
    private final LittleEndian file;
    private final BmpHeader header;
    private final int width;
    private final int height;

    private Bmp(byte[] bytes, LittleEndian file, BmpHeader header) {
        this.bytes = bytes;
        this.file = file;
        this.header = header;
        width = (int) header.width();
        height = (int) header.height();
    }

    /** Decodes a file. */
    static Image decode(byte[] bytes, String name, PixelLimit limit) throws ImageException {
        LittleEndian file = new LittleEndian(bytes, "BMP", name);
        BmpHeader header = BmpHeader.read(file);
        limit.check(header.width(), header.height(), name);
        Bmp bmp = new Bmp(bytes, file, header);
        return header.isIndexed() ? bmp.indexed() : bmp.direct();
    }

    private Image direct() throws ImageException {
        BmpMasks masks = BmpMasks.of(header, file);
        int behind = Math.max(file.position(), header.end());
        return raw(header.pixels() == 0 ? behind : header.pixels(), masks.bits(), masks::expand);
    }

    private Image indexed() throws ImageException {
        ColourTable palette = BmpPalette.read(header, file);
        long start = header.pixels() == 0 ? file.position() : header.pixels();
        if (start == header.end()) { // it cannot mean its palette
            start += (long) header.paletteColours() * header.entryBytes();
        }
        if (!header.isPacked()) {
            int depth = palette.depth();
            return raw(start, depth, (row, from, count, target) -> palette.expand(row, from, depth, count, target));
        }
        file.seek(start);
        byte[] indices = new BmpRuns(file, header.hasNibbles(), width, height).decode();
        ColourTable ofBytes = new ColourTable(BITS_OF_UNPACKED, palette.rgb());
        return image(
                indices,
                0,
                width,
                (row, from, count, target) -> ofBytes.expand(row, from, BITS_OF_UNPACKED, count, target));
    }

    private Image raw(long start, int bits, Row row) throws ImageException {
        long rowBytes = header.rowBytes();
        long pixelBytes = ((long) width * bits + 7) / 8;
        if (pixelBytes > rowBytes) {
            throw file.damaged("a row of %d bytes holds no %d pixels of %d bits".formatted(rowBytes, width, bits));
        }
        if (start + (height - 1) * rowBytes + pixelBytes > bytes.length) {
            throw file.truncated();
        }
        return image(bytes, (int) start, (int) rowBytes, row);
    }

    private Image image(byte[] rows, int start, int rowBytes, Row row) {
        byte[] rgb = new byte[3 * width * height];
        PixelTarget target = new PixelTarget(rgb, 3);
        for (int i = 0; i < height; i++) {
            int y = header.topDown() ? i : height - 1 - i;
            row.expand(rows, start + i * rowBytes, width, target.from(3 * y * width));
        }
        return new Image(width, height, rgb);
    }
}
