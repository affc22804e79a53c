package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import java.util.Arrays;

/**
 * Blocks of coefficients side by side, all zero at first: a line has row {@code y} of the first block, then row {@code y}
 * of the second one, and so on. Behind the last block there is room for one that nobody wants, below the last line for what
 * belongs to no block, so that the reader of blocks need not ask.
 */
final class JpegLines {
    private final int width;
    private final int[] values;

    /** Where the block that is being read begins. */
    private int start;

    JpegLines(int blocks) {
        width = (blocks + 1) * BLOCK;
        values = new int[(BLOCK + 1) * width];
    }

    /** How many values a line has. */
    int width() {
        return width;
    }

    /** Makes a block the one that is being read. */
    JpegLines at(int block) {
        start = block * BLOCK;
        return this;
    }

    /** Makes the block that nobody wants the one that is being read. */
    JpegLines atUnwanted() {
        start = width - BLOCK;
        return this;
    }

    /** All lines, one after the other. */
    int[] values() {
        return values;
    }

    /** Where in the first line the block that is being read begins. */
    int start() {
        return start;
    }

    /** Copies the lines, without the unwanted block, and makes all zero again. */
    void moveTo(int[][] lines) {
        for (int y = 0; y < BLOCK; y++) {
            System.arraycopy(values, y * width, lines[y], 0, width - BLOCK);
        }
        clear();
    }

    void clear() {
        Arrays.fill(values, 0);
    }
}
