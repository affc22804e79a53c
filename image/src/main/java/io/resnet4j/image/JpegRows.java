package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import java.util.Arrays;

/**
 * The latest rows of a component's samples, as ints of 0 to 255: those of two rows of MCUs, so that those next to the ones
 * that are wanted are still there.
 *
 * <p>When rows are split, their even samples come first, then the odd ones. Two pixels that share a sample of chroma then
 * lie at the same place of two halves, and the loops over them are those that the JVM makes vectors of.
 */
final class JpegRows {
    private final int[][] rows;
    private final int half;
    private final boolean split;

    /**
     * Room for rows.
     *
     * @param down how many rows of blocks an MCU has
     * @param width how many samples a row has, whole blocks
     */
    JpegRows(int down, int width, boolean split) {
        rows = new int[2 * down * BLOCK][width];
        half = width / 2;
        this.split = split;
    }

    /** A row by its number within the component. */
    int[] row(int number) {
        return rows[number % rows.length];
    }

    /** Sets a block's samples of a row. */
    void fill(int number, int column, int value) {
        int[] row = row(number);
        if (split) {
            Arrays.fill(row, column / 2, (column + BLOCK) / 2, value);
            Arrays.fill(row, half + column / 2, half + (column + BLOCK) / 2, value);
        } else {
            Arrays.fill(row, column, column + BLOCK, value);
        }
    }

    /** Where the even samples of a block that begins at an even column lie. */
    int even(int column) {
        return split ? column / 2 : column;
    }

    /** Where its odd samples lie. */
    int odd(int column) {
        return split ? half + column / 2 : column + 1;
    }

    /** How far apart they are. */
    int step() {
        return split ? 1 : 2;
    }
}
