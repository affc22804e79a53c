package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/** Takes the rows of an image, in which every component has a sample for every pixel. */
interface JpegOutput {
    /** Prepares for an image. */
    interface Opener {
        /**
         * Looks at the frame before memory is taken for its samples.
         *
         * @param columns how many samples the rows of all components will have
         */
        JpegOutput open(JpegFrame frame, int columns) throws ImageException;
    }

    /**
     * Takes a row of each component, which is only lent.
     *
     * @param start which sample is the row's first one; samples are numbered as if no row were split ({@link JpegRows})
     */
    void row(int y, int[][] components, int start);

    /** What became of all rows. */
    byte[] bytes();
}
