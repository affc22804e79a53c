package io.resnet4j.vision;

/** A rectangle of an image: its top left corner and its size, in pixels. */
record Region(int left, int top, int width, int height) {
    Region {
        if (left < 0 || top < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "no region starts at (%d, %d) with %d x %d pixels".formatted(left, top, width, height));
        }
    }

    /** One past the last column. */
    int right() {
        return left + width;
    }

    /** One past the last row. */
    int bottom() {
        return top + height;
    }

    /** Whether it is all of an image of this size. */
    boolean covers(int imageWidth, int imageHeight) {
        return left == 0 && top == 0 && width == imageWidth && height == imageHeight;
    }

    /** Whether it lies inside an image of this size. */
    boolean fits(int imageWidth, int imageHeight) {
        return width <= imageWidth - left && height <= imageHeight - top;
    }
}
