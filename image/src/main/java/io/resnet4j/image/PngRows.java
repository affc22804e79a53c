package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The rows of a PNG: inflated, then unfiltered. Each begins with the number of its filter, which says how its bytes
 * were predicted from the byte one pixel to the left (a), the one above (b) and the one above a (c).
 */
final class PngRows implements AutoCloseable {
    private final Inflater inflater = new Inflater();
    private final Iterator<ByteBuffer> chunks;
    private final String name;
    private byte[] row; // zeros, as many as a pixel has bytes, stand for what lies left of the image
    private byte[] above;
    private int left;

    // Unpacked bytes that no row has taken yet: a bomb may have millions of rows, and unpacking has its cost for each
    // call.
    private final byte[] unpacked = new byte[1 << 14];
    private int next;
    private int end;
    private long missing; // of the bytes of all rows

    /**
     * The rows of a file.
     *
     * @param chunks the data of its IDATs
     * @param bytes how many all rows have, their filters included
     */
    PngRows(List<ByteBuffer> chunks, long bytes, String name) {
        this.chunks = chunks.iterator();
        this.name = name;
        missing = bytes;
    }

    /** Begins a pass, above which there is nothing. */
    void begin(int rowBytes, int bytesPerPixel) {
        left = bytesPerPixel;
        row = new byte[left + rowBytes];
        above = new byte[left + rowBytes];
    }

    /** Where the row begins in the array that {@link #next()} returns. */
    int offset() {
        return left;
    }

    /** The next row, valid until the next call. */
    byte[] next() throws ImageException {
        byte[] free = above;
        above = row;
        row = free;
        int filter = inflateRow();
        switch (filter) {
            case 0 -> {}
            case 1 -> sub();
            case 2 -> up();
            case 3 -> average();
            case 4 -> paeth();
            default -> throw new ImageException(name, "damaged PNG: a row has the unknown filter " + filter);
        }
        return row;
    }

    /** Fills the row and returns its filter, which lands in the last byte left of the row and is wiped from there. */
    private int inflateRow() throws ImageException {
        inflate(left - 1, row.length - left + 1);
        int filter = row[left - 1];
        row[left - 1] = 0;
        return filter;
    }

    private void inflate(int offset, int length) throws ImageException {
        int done = 0;
        while (done < length) {
            if (next == end) {
                inflateMore();
            }
            int count = Math.min(end - next, length - done);
            System.arraycopy(unpacked, next, row, offset + done, count);
            next += count;
            done += count;
        }
    }

    private void inflateMore() throws ImageException {
        try {
            next = 0;
            end = inflater.inflate(unpacked, 0, most());
            while (end == 0) {
                if (inflater.finished() || inflater.needsDictionary() || !chunks.hasNext()) {
                    throw new ImageException(name, "truncated: the PNG has fewer rows than its header says");
                }
                inflater.setInput(chunks.next());
                end = inflater.inflate(unpacked, 0, most());
            }
            missing -= end;
        } catch (DataFormatException e) {
            throw new ImageException(name, "damaged PNG: " + e.getMessage(), e);
        }
    }

    /** Not a byte more than the rows have: zlib then minds a wrong checksum behind them, but not more rows, as in Pillow. */
    private int most() {
        return (int) Math.min(unpacked.length, missing);
    }

    private void sub() {
        for (int i = left; i < row.length; i++) {
            row[i] += row[i - left];
        }
    }

    private void up() {
        for (int i = left; i < row.length; i++) {
            row[i] += above[i];
        }
    }

    private void average() {
        for (int i = left; i < row.length; i++) {
            row[i] += (byte) ((row[i - left] & 0xff) + (above[i] & 0xff) >> 1);
        }
    }

    private void paeth() {
        for (int i = left; i < row.length; i++) {
            int a = row[i - left] & 0xff;
            int b = above[i] & 0xff;
            int c = above[i - left] & 0xff;
            int toA = Math.abs(b - c); // the distances of a + b - c from its three terms
            int toB = Math.abs(a - c);
            int toC = Math.abs(a + b - 2 * c);
            row[i] += (byte) (toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
