package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import java.util.Arrays;

/**
 * Blocks of coefficients side by side, all zero at first: line {@code y} has row {@code y} of the first block, then row
 * {@code y} of the second one. A ninth line takes what belongs to no block.
 */
final class JpegLines {
    private final int[][] values;

    /** Where the block that is being read begins within each line. */
    private int start;

    JpegLines(int blocks) {
        values = new int[BLOCK + 1][blocks * BLOCK];
    }

    /** Makes a block the one that is being read. */
    JpegLines at(int block) {
        start = block * BLOCK;
        return this;
    }

    /** All lines. */
    int[][] values() {
        return values;
    }

    /** Where the block that is being read begins within each line. */
    int start() {
        return start;
    }

    void clear() {
        for (int[] line : values) {
            Arrays.fill(line, 0);
        }
    }
}
