package io.resnet4j.image;

import io.resnet4j.vision.Image;

/** How a picture must be turned to stand upright: EXIF's orientations, in the order of their numbers from 1 on. */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    MIRRORED_UPSIDE_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    QUARTER_LEFT(true, false, true),
    MIRRORED_QUARTER(true, true, true),
    QUARTER_RIGHT(true, true, false);

    private final boolean swapped; // rows and columns
    private final boolean fromRight; // whether columns of the file are read from the last to the first
    private final boolean fromBottom;

    Orientation(boolean swapped, boolean fromRight, boolean fromBottom) {
        this.swapped = swapped;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** The orientation of this number; what is none means upright. */
    static Orientation of(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
    }

    /** The picture, upright. */
    Image apply(Image image) {
        if (this == UPRIGHT) {
            return image;
        }
        int width = image.width();
        int height = image.height();
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        int columns = swapped ? height : width;
        int rows = swapped ? width : height;
        for (int i = 0; i < columns * rows; i++) {
            int x = swapped ? i / columns : i % columns;
            int y = swapped ? i % columns : i / columns;
            int column = fromRight ? width - 1 - x : x;
            int row = fromBottom ? height - 1 - y : y;
            System.arraycopy(from, 3 * (row * width + column), to, 3 * i, 3);
        }
        return new Image(columns, rows, to);
    }
}
