package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/**
 * The indices of a packed BMP, row by row: pairs of bytes. [count, index] is a run, of two indices of four bits in turns if
 * there are such; [0, 0] ends a row, [0, 1] the image; [0, 2] is followed by how many columns and rows to leave out; [0,
 * count] by so many indices and a byte where else the next pair would begin at an odd one. What is left out is index 0.
 *
 * <p>As Pillow reads it: a run ends with its row, other indices go on in the next one, and a row that has not begun is not
 * ended.
 */
final class BmpRuns {
    private static final int END_OF_ROW = 0;
    private static final int END = 1;
    private static final int LEAVE_OUT = 2;

    private final LittleEndian file;
    private final boolean nibbles;
    private final int width;
    private final byte[] indices;
    private int at;
    private int column; // may lie beyond the row, when indices went on in the next one

    /** Begins where the file stands. */
    BmpRuns(LittleEndian file, boolean nibbles, int width, int height) throws ImageException {
        if ((long) width * height > file.remaining() * 64L * (width + 1)) {
            throw file.truncated(); // four bytes leave out 255 columns and rows at most
        }
        this.file = file;
        this.nibbles = nibbles;
        this.width = width;
        indices = new byte[width * height];
    }

    /** The index of every pixel. */
    byte[] decode() throws ImageException {
        while (at < indices.length) {
            int count = file.u8();
            int value = file.u8();
            if (count > 0) {
                run(Math.max(0, Math.min(count, width - column)), value);
            } else if (value == END_OF_ROW) {
                at = (at + width - 1) / width * width;
                column = 0;
            } else if (value == END) {
                throw file.damaged("its runs end after %d of %d pixels".formatted(at, indices.length));
            } else if (value == LEAVE_OUT) {
                at = (int) Math.min(indices.length, at + file.u8() + (long) file.u8() * width);
                column = at % width;
            } else {
                copy(value);
            }
        }
        return indices;
    }

    private void run(int count, int value) {
        for (int i = 0; i < count && at < indices.length; i++) {
            indices[at++] = (byte) (nibbles ? nibble(value, i) : value);
        }
        column += count;
    }

    private void copy(int count) throws ImageException {
        int value = 0;
        for (int i = 0; i < count && at < indices.length; i++) {
            if (!nibbles || i % 2 == 0) {
                value = file.u8();
            }
            indices[at++] = (byte) (nibbles ? nibble(value, i) : value);
        }
        column += count;
        if (file.position() % 2 != 0 && file.remaining() > 0) {
            file.skip(1);
        }
    }

    /** The high one, then the low one. */
    private static int nibble(int value, int i) {
        return i % 2 == 0 ? value >> 4 : value & 15;
    }
}
