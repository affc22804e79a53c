package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

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

    /**
     * Takes a row of samples.
     *
     * @param columns by the column within a block: for each block eight samples, one a row
     * @param y the row within the blocks
     * @param number the row within the component
     */
    void take(int[][] columns, int y, int number) {
        int[] row = row(number);
        int step = split ? BLOCK / 2 : BLOCK;
        for (int x = 0; x < BLOCK; x++) {
            int[] column = columns[x];
            int to = split ? x / 2 + (x % 2) * half : x;
            for (int from = y; from < column.length; from += BLOCK, to += step) {
                row[to] = column[from];
            }
        }
    }
}
