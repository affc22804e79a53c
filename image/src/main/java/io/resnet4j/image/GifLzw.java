package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/**
 * The pixels of a GIF's frame: LZW codes, packed low bits first into blocks of [length u8, data]. A code below
 * {@code clear} stands for that pixel; {@code clear} empties the table, {@code clear + 1} ends the pixels. Each further
 * code stands for what an earlier one did, and one pixel more; after each code, the table grows by what the one before
 * stood for and the first pixel of this one. Codes become a bit longer when the table needs it, up to 12; a full table
 * stays as it is until it is emptied.
 *
 * <p>As Pillow reads it: an empty block, which should end the data, is read over; codes of 1 or 2 bits never become
 * longer, as their first free one needs a third bit already; nothing is read behind the last pixel.
 */
final class GifLzw {
    private static final int LONGEST = 12;
    private static final int TABLE = 1 << LONGEST;

    /** The best that LZW can do: 12 bits for nearly 4096 pixels. */
    private static final long PIXELS_PER_BYTE = 8 * TABLE / LONGEST + 1;

    private final LittleEndian file;
    private final int clear;
    private final short[] prefix = new short[TABLE];
    private final byte[] suffix = new byte[TABLE];
    private final byte[] string = new byte[TABLE]; // filled from its end
    private int size;
    private int free;
    private int last = -1; // the code before, if the table was not just emptied
    private byte first; // the first pixel of what it stood for
    private int block; // what is left of it
    private int bits;
    private int bitCount;

    /** Begins where the file says how many bits a pixel has. */
    GifLzw(LittleEndian file) throws ImageException {
        this.file = file;
        int depth = file.u8();
        if (depth >= LONGEST) {
            throw file.damaged("pixels of %d bits".formatted(depth));
        }
        clear = 1 << depth;
        empty();
    }

    /** So many pixels. */
    byte[] decode(long count) throws ImageException {
        if (count > file.remaining() * PIXELS_PER_BYTE) {
            throw file.truncated(); // before there is memory for whoever claims pixels
        }
        byte[] pixels = new byte[(int) count];
        int filled = 0;
        while (filled < pixels.length) {
            int code = code();
            if (code == clear) {
                empty();
            } else if (code == clear + 1) {
                throw file.damaged("it ends after %d of %d pixels".formatted(filled, pixels.length));
            } else {
                int start = expand(code);
                int length = Math.min(TABLE - start, pixels.length - filled);
                System.arraycopy(string, start, pixels, filled, length);
                filled += length;
            }
        }
        return pixels;
    }

    private void empty() {
        free = clear + 2;
        size = Integer.numberOfTrailingZeros(clear) + 1;
        last = -1;
    }

    /** Puts what the code stands for at the end of {@link #string}, and returns where it starts. */
    private int expand(int code) throws ImageException {
        if (code > (last < 0 ? clear : free)) {
            throw file.damaged("code %d, when there were %d".formatted(code, free));
        }
        int start = TABLE;
        int rest = code;
        if (rest == free) { // what this code adds is what it stands for
            string[--start] = first;
            rest = last;
        }
        while (rest > clear) {
            string[--start] = suffix[rest];
            rest = prefix[rest];
        }
        first = (byte) rest;
        string[--start] = first;
        if (last >= 0 && free < TABLE) {
            add();
        }
        last = code;
        return start;
    }

    private void add() {
        prefix[free] = (short) last;
        suffix[free] = first;
        if (free == (1 << size) - 1 && size < LONGEST) {
            size++;
        }
        free++;
    }

    private int code() throws ImageException {
        while (bitCount < size) {
            while (block == 0) {
                block = file.u8();
                if (block > file.remaining()) {
                    throw file.truncated();
                }
            }
            bits |= file.u8() << bitCount;
            bitCount += 8;
            block--;
        }
        int code = bits & (1 << size) - 1;
        bits >>>= size;
        bitCount -= size;
        return code;
    }
}
