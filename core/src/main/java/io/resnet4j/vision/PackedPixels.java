package io.resnet4j.vision;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Pixels as {@code int}s, {@code red | green << 8 | blue << 16}. They move to and from bytes four at a time, of which the
 * fourth is the next pixel's and does not count; the last pixel of an array, which has no next, goes byte by byte.
 */
final class PackedPixels {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PIXEL = 0xffffff;

    private PackedPixels() {}

    /** Reads as many pixels as the row has. */
    static void read(byte[] rgb, int offset, int[] row) {
        int whole = before(rgb, offset, row);
        for (int x = 0; x < whole; x++) {
            row[x] = (int) INT.get(rgb, offset + x * Image.CHANNELS) & PIXEL;
        }
        for (int x = whole; x < row.length; x++) {
            int at = offset + x * Image.CHANNELS;
            row[x] = rgb[at] & 0xff | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff) << 16;
        }
    }

    /** Writes a row; the byte behind it is lost, so rows are written from top to bottom. */
    static void write(int[] row, byte[] rgb, int offset) {
        int whole = before(rgb, offset, row);
        for (int x = 0; x < whole; x++) {
            INT.set(rgb, offset + x * Image.CHANNELS, row[x]);
        }
        for (int x = whole; x < row.length; x++) {
            int at = offset + x * Image.CHANNELS;
            rgb[at] = (byte) row[x];
            rgb[at + 1] = (byte) (row[x] >> 8);
            rgb[at + 2] = (byte) (row[x] >> 16);
        }
    }

    /** How many pixels of a row have a byte behind them. */
    private static int before(byte[] rgb, int offset, int[] row) {
        return Math.min(row.length, (rgb.length - offset - 1) / Image.CHANNELS);
    }
}
