package io.resnet4j.vision;

/**
 * The rows of an image from top to bottom, as {@link PackedPixels}. What a resize reads, and what each of its passes gives
 * to the next, so that none need know where pixels come from or hold them all.
 */
interface PixelRows {
    /** Writes the next row. The array is as long as the rows are; more rows than there are must not be asked for. */
    void next(int[] row);

    /** The rows of an image from {@code top} on, each from {@code left} to where the array that takes them ends. */
    static PixelRows of(Image image, int left, int top) {
        return new PixelRows() {
            private int y = top;

            @Override
            public void next(int[] row) {
                PackedPixels.read(image.rgb(), (y * image.width() + left) * Image.CHANNELS, row);
                y++;
            }
        };
    }
}
