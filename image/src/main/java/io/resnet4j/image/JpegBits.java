package io.resnet4j.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The entropy-coded data of one scan as a stream of bits: 0xFF 0x00 is the byte 0xFF, restart markers divide it into parts
 * (T.81, F.1.2.3 and B.2.1). All of it is copied once, without those, so that a reader need not look for them.
 *
 * <p>Reading goes on with zeros behind the end of a part, for less than a block; {@link #overrun} tells.
 */
final class JpegBits {
    /** The bits of a block at most, and one reading ahead; a step of restarts has eight codes. */
    private static final int PADDING = 64 * 32 / 8 + Long.BYTES;

    private static final int RESTARTS = 8;

    /** How many bits the window holds at least after filling: it grows by whole bytes. */
    static final int LEAST = 56;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private final byte[] data;
    private int[] ends = new int[16]; // of the parts, as positions in data
    private int parts;
    private int part;

    /** How many bits were used, those before the first one included. Open to the decoder of a block, the inner loop. */
    long position;

    private JpegBits(int capacity) {
        data = new byte[capacity + PADDING];
    }

    /** A reader for the scans of a file of so many bytes. */
    static JpegBits forFile(int bytes) {
        return new JpegBits(bytes);
    }

    /**
     * Copies a scan's data.
     *
     * @return the position of the marker behind it; the end of the file when there is none
     */
    int load(byte[] file, int start) {
        int in = start;
        int out = 0;
        parts = 0;
        while (true) {
            int plain = plainBytes(file, in);
            System.arraycopy(file, in, data, out, plain);
            in += plain;
            out += plain;
            int marker = in;
            while (in < file.length && file[in] == (byte) 0xff) {
                in++; // any number of them may precede a marker
            }
            int code = in < file.length ? file[in++] & 0xff : JpegMarker.EOI;
            if (code == 0) {
                data[out++] = (byte) 0xff;
            } else if (JpegMarker.isRestart(code) && code - JpegMarker.RST0 == parts % RESTARTS) {
                endPart(out);
            } else {
                endPart(out);
                Arrays.fill(data, out, out + PADDING, (byte) 0);
                part = 0;
                begin(0);
                return marker;
            }
        }
    }

    /** How many bytes from a position on are not 0xFF: they are looked at eight by eight. */
    private static int plainBytes(byte[] file, int start) {
        int end = start;
        while (end <= file.length - Long.BYTES) {
            long eight = (long) LONGS.get(file, end);
            if ((~eight - 0x0101_0101_0101_0101L & eight & 0x8080_8080_8080_8080L) != 0) {
                break;
            }
            end += Long.BYTES;
        }
        while (end < file.length && file[end] != (byte) 0xff) {
            end++;
        }
        return end - start;
    }

    private void endPart(int end) {
        if (parts == ends.length) {
            ends = Arrays.copyOf(ends, 2 * parts);
        }
        ends[parts++] = end;
    }

    private void begin(int start) {
        position = 8L * start;
    }

    /** Goes on behind the next restart marker; false when there is none. */
    boolean restart() {
        if (part + 1 == parts) {
            return false;
        }
        begin(ends[part++]);
        return true;
    }

    /** Whether more bits were used than this part has. */
    boolean overrun() {
        return position > 8L * ends[part];
    }

    /** What follows so many bits, first in the highest one: 57 bits at least, below them zeros. */
    long window(long at) {
        return (long) LONGS.get(data, (int) (at >> 3)) << (at & 7);
    }

    /** Reads a number of 0 to 16 bits. */
    int read(int bits) {
        int value = (int) (window(position) >>> 1 >>> (Long.SIZE - 1 - bits));
        position += bits;
        return value;
    }

    /** Reads a symbol; -1 when no code is like the bits. */
    int symbol(JpegHuffman table) {
        int found = table.symbol(window(position));
        position += found >> 8;
        return found == 0 ? -1 : found & 0xff;
    }
}
