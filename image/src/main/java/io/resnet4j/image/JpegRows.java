package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

/**
 * The latest rows of a component's samples, as ints of 0 to 255: those of two rows of MCUs, so that those next to the ones
 * that are wanted are still there.
 */
final class JpegRows {
    private final int[][] rows;
    private final JpegOrder order;

    /**
     * Room for rows.
     *
     * @param down how many rows of blocks an MCU has
     * @param order in which order a row lies
     */
    JpegRows(int down, JpegOrder order) {
        rows = new int[2 * down * BLOCK][order.length()];
        this.order = order;
    }

    /** In which order the rows lie. */
    JpegOrder order() {
        return order;
    }

    /** A row by its number within the component. */
    int[] row(int number) {
        return rows[number % rows.length];
    }

    /**
     * Takes a row of samples.
     *
     * @param columns by the column within a block: for each row a sample of every block, those first that are first in their MCU
     * @param y the row within the blocks
     * @param number the row within the component
     */
    void take(int[][] columns, int y, int number) {
        int[] row = row(number);
        int mcus = order.mcus();
        for (int column = 0; column < order.inMcu(); column++) {
            int from = y * (order.length() / BLOCK) + column / BLOCK * mcus;
            System.arraycopy(columns[column % BLOCK], from, row, order.start(column), mcus);
        }
    }
}
