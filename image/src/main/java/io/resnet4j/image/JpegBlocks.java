package io.resnet4j.image;

/** Takes blocks of coefficients. */
interface JpegBlocks {
    /**
     * Takes a block.
     *
     * @param component its component's place in the frame
     * @param x its column, counted in blocks of the component
     * @param y its row
     * @param block 64 coefficients in rows, to be copied
     * @param last the position in the file's order behind which all are zero
     */
    void block(int component, int x, int y, int[] block, int last);

    /** Takes notice that all blocks of a row of MCUs are there. */
    void endRow(int row);
}
