package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

/** The order in which a JPEG file has a block's 64 coefficients (T.81, figure A.6): along diagonals, to and fro. */
final class JpegZigzag {
    static final int SIZE = BLOCK * BLOCK;

    private static final int[] ORDER = make();

    private JpegZigzag() {}

    /** For every position in the file the place in the block, whose rows follow each other; an array of the caller's own. */
    static int[] order() {
        return ORDER.clone();
    }

    private static int[] make() {
        int[] order = new int[SIZE];
        int position = 0;
        for (int diagonal = 0; diagonal < 2 * BLOCK - 1; diagonal++) {
            for (int i = Math.max(0, diagonal - BLOCK + 1); i <= Math.min(diagonal, BLOCK - 1); i++) {
                int x = diagonal % 2 == 0 ? i : diagonal - i;
                order[position++] = (diagonal - x) * BLOCK + x;
            }
        }
        return order;
    }
}
