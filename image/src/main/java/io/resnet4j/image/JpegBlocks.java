package io.resnet4j.image;

/** Takes blocks of coefficients. */
interface JpegBlocks {
    /**
     * Where to write the coefficients of a block that are not zero.
     *
     * @param component its component's place in the frame
     * @param x its column, counted in blocks of the component
     * @param y its row
     */
    JpegLines begin(int component, int x, int y);

    /** How many values a line of {@link #begin} has, always the same for a component. */
    int lineWidth(int component);

    /** Takes notice that the block begun last is complete. */
    void end(int component, int x, int y);

    /** Takes notice that all blocks of a row of MCUs are there. */
    void endRow(int row);
}
