package io.resnet4j.image;

/**
 * One component of a JPEG image, such as its luma: a plane of samples, fewer than the image has pixels where it is
 * subsampled, in blocks of 8 x 8.
 *
 * @param id what scans call it
 * @param across its sampling factor across, 1 to 4: how many of its blocks lie side by side in an MCU
 * @param down its sampling factor down, 1 to 4
 * @param table the number of its quantization table
 * @param width how many samples a row has
 * @param height how many rows there are
 * @param blocksAcross how many blocks cover the whole MCUs of a row
 * @param blocksDown how many rows of blocks cover the whole MCUs
 */
record JpegComponent(int id, int across, int down, int table, int width, int height, int blocksAcross, int blocksDown) {
    static final int BLOCK = 8;

    /** How many blocks a row has in a scan of this component alone, which leaves out those that only fill up an MCU. */
    int ownBlocksAcross() {
        return ceil(width, BLOCK);
    }

    /** How many rows of blocks there are in a scan of this component alone. */
    int ownBlocksDown() {
        return ceil(height, BLOCK);
    }

    static int ceil(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
