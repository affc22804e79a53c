package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.vision.ImageException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * LZW: codes of 9 to 12 bits for strings of bytes. Codes below 256 are single bytes, 256 clears the table, 257 ends the
 * data; each further code stands for the string of the code before the one that made it, and the first byte of that one.
 *
 * <p>The first bit of a code is its highest, and codes get a bit longer when the table has one entry less than they could
 * name. In files from before TIFF 5 the first bit is the lowest, and codes grow when they must; such data is known by its
 * first code, which is 256.
 *
 * <p>A string stands where it was unpacked when its code was made: the string of the code before, and the byte behind it.
 */
final class TiffLzw implements TiffRows {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int LONGEST = 12;

    /** More entries than codes can name, and still allowed: so many does libtiff bear before it calls the data damaged. */
    private static final int CAPACITY = (1 << LONGEST) + 1023;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private final String name;
    private final int[] starts = new int[CAPACITY]; // by code: where its string stands
    private final int[] lengths = new int[CAPACITY];
    private byte[] unpacked = new byte[1 << 14]; // the single bytes, then all strings since the table was cleared
    private int filled;
    private int given; // how much of it the rows have already
    private byte[] file;
    private int end;
    private long bit;
    private boolean old;
    private int width;
    private int size;
    private int previous;
    private int last; // where the string of the previous code was unpacked

    TiffLzw(String name) {
        this.name = name;
        for (int i = 0; i < CLEAR; i++) {
            unpacked[i] = (byte) i;
            starts[i] = i;
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
        clear();
        if (code() != CLEAR) {
            throw new ImageException(name, "damaged TIFF: LZW data that does not begin with an empty table");
        }
    }

    private void clear() {
        width = 9;
        size = FIRST;
        previous = CLEAR;
        filled = CLEAR;
        given = CLEAR;
    }

    @Override
    public void next(byte[] row) throws ImageException {
        int done = 0;
        while (true) {
            int count = Math.min(filled - given, row.length - done);
            System.arraycopy(unpacked, given, row, done, count);
            given += count;
            done += count;
            if (done == row.length) {
                return;
            }
            unpack(row.length - done);
        }
    }

    /** Unpacks so many bytes, or those up to where the table is cleared; the rows have all that came before. */
    private void unpack(int bytes) throws ImageException {
        while (filled - given < bytes) {
            int code = code();
            if (code == CLEAR && filled > given) {
                bit -= width; // until these are given
                return;
            }
            if (code == CLEAR) {
                clear();
            } else if (code == END) {
                throw truncated();
            } else {
                boolean first = previous == CLEAR;
                if (first ? code > CLEAR : code > size || size == CAPACITY) {
                    throw new ImageException(name, "damaged TIFF: LZW code %d of a table of %d".formatted(code, size));
                }
                if (!first) {
                    add();
                }
                append(code);
            }
        }
    }

    /** Adds the previous string with the first byte of the one that comes behind it now. */
    private void add() {
        starts[size] = last;
        lengths[size] = lengths[previous] + 1;
        size++;
        if (size == (1 << width) - (old ? 0 : 1) && width < LONGEST) {
            width++;
        }
    }

    private void append(int code) {
        int from = starts[code];
        int length = lengths[code];
        if (filled + length > unpacked.length - Long.BYTES) {
            unpacked = Arrays.copyOf(unpacked, 2 * unpacked.length + length);
        }
        for (int i = 0;
                i < length;
                i += Long.BYTES) { // what is written behind the end is overwritten by the next string
            LONGS.set(unpacked, filled + i, (long) LONGS.get(unpacked, from + i));
        }
        if (from + length > filled) { // the string that was just added, which ends as it begins
            unpacked[filled + length - 1] = unpacked[from];
        }
        last = filled;
        filled += length;
        previous = code;
    }

    private int code() throws ImageException {
        if (bit + width > 8L * end) {
            throw truncated();
        }
        int at = (int) (bit >> 3);
        int shift = (int) bit & 7;
        bit += width;
        if (old) {
            int mask = (1 << width) - 1;
            return (octet(at) | octet(at + 1) << 8 | octet(at + 2) << 16) >> shift & mask;
        }
        long bits = at <= file.length - Long.BYTES
                ? (long) LONGS.get(file, at)
                : (octet(at) << 16 | octet(at + 1) << 8 | octet(at + 2)) * (1L << 40);
        return (int) (bits << shift >>> Long.SIZE - width);
    }

    private int octet(int at) {
        return at < end ? file[at] & 0xff : 0;
    }

    private ImageException truncated() {
        return new ImageException(name, "truncated: the LZW data ends before its last row");
    }
}
