package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/** Takes the rows of an image, in which every component has a sample for every pixel. */
interface JpegOutput {
    /** Prepares for an image. */
    interface Opener {
        /**
         * Looks at the frame before memory is taken for its samples.
         *
         * @param order in which order the rows of all components will lie
         * @param left which of a row's columns is the first one that is wanted
         */
        JpegOutput open(JpegFrame frame, JpegOrder order, int left) throws ImageException;
    }

    /** Takes a row of each component, which is only lent. */
    void row(int y, int[][] components);

    /** What became of all rows. */
    byte[] bytes();
}
