package io.resnet4j.image;

/** Where the pixels of a picture go that a file stores in some orientation. */
record Placement(Orientation orientation, int storedWidth, int storedHeight) {
    /** The width of the upright picture. */
    int width() {
        return orientation.swapped() ? storedHeight : storedWidth;
    }

    /** The height of the upright picture. */
    int height() {
        return orientation.swapped() ? storedWidth : storedHeight;
    }

    /** Takes the rows of the file, once told where each begins. */
    PixelTarget target(byte[] rgb) {
        return new PixelTarget(rgb, start(1, 0) - start(0, 0));
    }

    /** Where the red of a pixel of the file goes. */
    int start(int column, int row) {
        int across = orientation.fromRight() ? storedWidth - 1 - column : column;
        int down = orientation.fromBottom() ? storedHeight - 1 - row : row;
        return 3 * (orientation.swapped() ? across * width() + down : down * width() + across);
    }
}
