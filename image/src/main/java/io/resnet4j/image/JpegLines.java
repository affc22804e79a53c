package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import java.util.Arrays;

/**
 * The coefficients of blocks, all zero at first, in eight lines: line {@code y} has the first coefficient of row {@code y} of
 * every block, then the second of every block, and so on. Behind the lines there is room for what belongs to no block, and for
 * one that nobody wants, so that the reader of blocks need not ask.
 */
final class JpegLines {
    private static final int SIZE = JpegZigzag.SIZE;

    private final int blocks;
    private final int[] values;

    /** Where the block that is being read begins. */
    private int start;

    JpegLines(int blocks) {
        this.blocks = blocks;
        values = new int[(2 * SIZE + 1) * blocks];
    }

    /** How many blocks there are: how far apart the coefficients of one are. */
    int blocks() {
        return blocks;
    }

    /** Makes a block the one that is being read. */
    JpegLines at(int block) {
        start = block;
        return this;
    }

    /** Makes the block that nobody wants the one that is being read. */
    JpegLines atUnwanted() {
        start = SIZE * blocks;
        return this;
    }

    /** All lines, one after the other. */
    int[] values() {
        return values;
    }

    /** Where the first coefficient of the block that is being read lies. */
    int start() {
        return start;
    }

    /** Copies the lines, and makes all zero again. */
    void moveTo(int[][] lines) {
        int width = BLOCK * blocks;
        for (int y = 0; y < BLOCK; y++) {
            System.arraycopy(values, y * width, lines[y], 0, width);
        }
        clear();
    }

    void clear() {
        Arrays.fill(values, 0, SIZE * blocks, 0);
    }
}
