package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.util.List;

/** Which bits of a BMP's pixel, a little-endian number, are its red, green and blue. */
record BmpMasks(int bits, int red, int green, int blue) {
    private static final int PLACE = 54; // in a longer header, and behind one of 40 bytes
    private static final int SHORTEST_WITH_ALPHA = 56;

    private static final BmpMasks RGB = new BmpMasks(32, 0xff, 0xff00, 0xff0000);

    /** All that Pillow knows; of each number of bits, first that of pixels without masks. */
    private static final List<BmpMasks> KNOWN = List.of(
            new BmpMasks(16, 0x7c00, 0x3e0, 0x1f),
            new BmpMasks(16, 0xf800, 0x7e0, 0x1f),
            new BmpMasks(24, 0xff0000, 0xff00, 0xff),
            new BmpMasks(32, 0xff0000, 0xff00, 0xff),
            new BmpMasks(32, 0xff000000, 0xff0000, 0xff00),
            new BmpMasks(32, 0xff000000, 0xff00, 0xff),
            RGB);

    /** The masks of pixels that are no indices. */
    static BmpMasks of(BmpHeader header, LittleEndian file) throws ImageException {
        BmpMasks usual = KNOWN.stream()
                .filter(masks -> masks.bits == header.bits())
                .findFirst()
                .orElseThrow();
        if (!header.isMasked()) {
            return usual;
        }
        file.seek(PLACE);
        BmpMasks masks = new BmpMasks(header.bits(), (int) file.u32(), (int) file.u32(), (int) file.u32());
        int alpha = header.length() < SHORTEST_WITH_ALPHA ? 0 : (int) file.u32();
        if (masks.isEmpty() && alpha == 0 && header.bits() == 32) {
            return usual;
        }
        if (!KNOWN.contains(masks) || !masks.mayHave(alpha)) {
            throw file.damaged("unknown masks %08x %08x %08x %08x for pixels of %d bits"
                    .formatted(masks.red, masks.green, masks.blue, alpha, header.bits()));
        }
        return masks;
    }

    private boolean isEmpty() {
        return (red | green | blue) == 0;
    }

    /** Whether Pillow takes this mask of alpha with these: none, or that of the byte which is left. */
    private boolean mayHave(int alpha) {
        return bits < 32 || alpha == ~(red | green | blue) || alpha == 0 && !equals(RGB);
    }

    /** Writes the colours of a row of pixels, in which they begin at {@code from}. */
    void expand(byte[] row, int from, int count, PixelTarget target) {
        for (int i = 0; i < count; i++) {
            int pixel = 0;
            for (int shift = 0; shift < bits; shift += 8) {
                pixel |= (row[from++] & 0xff) << shift;
            }
            target.set(i, channel(pixel, red), channel(pixel, green), channel(pixel, blue));
        }
    }

    /** What the mask leaves, of 0 to 255. */
    private static byte channel(int pixel, int mask) {
        int shift = Integer.numberOfTrailingZeros(mask);
        return (byte) (((pixel & mask) >>> shift) * 255 / (mask >>> shift));
    }
}
