package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.vision.ImageException;

/**
 * LZW: codes of 9 to 12 bits for strings of bytes. Codes below 256 are single bytes, 256 clears the table, 257 ends the
 * data; each further code stands for the string of the code before the one that made it, and the first byte of that one.
 *
 * <p>The first bit of a code is its highest, and codes get a bit longer when the table has one entry less than they could
 * name. In files from before TIFF 5 the first bit is the lowest, and codes grow when they must; such data is known by its
 * first code, which is 256.
 */
final class TiffLzw implements TiffRows {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int LONGEST = 12;

    /** More entries than codes can name, and still allowed: so many does libtiff bear before it calls the data damaged. */
    private static final int CAPACITY = (1 << LONGEST) + 1023;

    private final String name;
    private final short[] prefixes = new short[CAPACITY];
    private final byte[] firsts = new byte[CAPACITY];
    private final byte[] lasts = new byte[CAPACITY];
    private final short[] lengths = new short[CAPACITY];
    private final byte[] string = new byte[CAPACITY]; // that of the last code
    private int given; // how much of it the rows have already
    private int length;
    private byte[] file;
    private int end;
    private long bit;
    private boolean old;
    private int width;
    private int size;
    private int previous;

    TiffLzw(String name) {
        this.name = name;
        for (int i = 0; i < CLEAR; i++) {
            firsts[i] = (byte) i;
            lasts[i] = (byte) i;
            lengths[i] = 1;
        }
    }

    @Override
    public void begin(byte[] file, Place place) throws ImageException {
        int from = place.from();
        this.file = file;
        end = place.to();
        bit = 8L * from;
        old = end - from >= 2 && file[from] == 0 && (file[from + 1] & 1) == 1;
        given = 0;
        length = 0;
        clear();
        if (code() != CLEAR) {
            throw new ImageException(name, "damaged TIFF: LZW data that does not begin with an empty table");
        }
    }

    @Override
    public void next(byte[] row) throws ImageException {
        int done = 0;
        while (done < row.length) {
            if (given == length) {
                nextString();
            }
            int count = Math.min(length - given, row.length - done);
            System.arraycopy(string, given, row, done, count);
            given += count;
            done += count;
        }
    }

    private void nextString() throws ImageException {
        int code = code();
        while (code == CLEAR) {
            clear();
            code = code();
        }
        if (code == END) {
            throw truncated();
        }
        boolean first = previous == CLEAR;
        if (first ? code > CLEAR : code > size || size == CAPACITY) {
            throw new ImageException(name, "damaged TIFF: LZW code %d of a table of %d".formatted(code, size));
        }
        if (!first) {
            add(code);
        }
        unpack(code);
        previous = code;
    }

    private void clear() {
        width = 9;
        size = FIRST;
        previous = CLEAR;
    }

    /** Adds the previous string with the first byte of this one, which may be the very string that is added. */
    private void add(int code) {
        prefixes[size] = (short) previous;
        firsts[size] = firsts[previous];
        lasts[size] = firsts[code];
        lengths[size] = (short) (lengths[previous] + 1);
        size++;
        if (size == (1 << width) - (old ? 0 : 1) && width < LONGEST) {
            width++;
        }
    }

    private void unpack(int code) {
        given = 0;
        length = lengths[code];
        for (int i = length - 1; i >= 0; i--) {
            string[i] = lasts[code];
            code = prefixes[code];
        }
    }

    private int code() throws ImageException {
        if (bit + width > 8L * end) {
            throw truncated();
        }
        int at = (int) (bit / 8);
        int shift = (int) (bit % 8);
        int mask = (1 << width) - 1;
        bit += width;
        if (old) {
            return (octet(at) | octet(at + 1) << 8 | octet(at + 2) << 16) >> shift & mask;
        }
        return (octet(at) << 16 | octet(at + 1) << 8 | octet(at + 2)) >> 24 - shift - width & mask;
    }

    private int octet(int at) {
        return at < end ? file[at] & 0xff : 0;
    }

    private ImageException truncated() {
        return new ImageException(name, "truncated: the LZW data ends before its last row");
    }
}
