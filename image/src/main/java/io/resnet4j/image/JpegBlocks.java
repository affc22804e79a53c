package io.resnet4j.image;

/** Takes blocks of coefficients, as the file has them: not yet dequantized. */
interface JpegBlocks {
    /**
     * Where to write the coefficients of a block that are not zero.
     *
     * @param component its component's place in the frame
     * @param x its column, counted in blocks of the component
     * @param y its row
     */
    JpegLines begin(int component, int x, int y);

    /** How many {@link JpegLines#blocks} the lines of {@link #begin} have, always the same for a component. */
    int blocks(int component);

    /** Takes notice that the block begun last is complete. */
    void end(int component, int x, int y);

    /** Takes notice that all blocks of a row of MCUs are there. */
    void endRow(int row);
}
