package io.resnet4j.vision;

/** A rectangle of an image: its top left corner and its size, in pixels. */
record Region(int left, int top, int width, int height) {
    Region {
        if (left < 0 || top < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "no region starts at (%d, %d) with %d x %d pixels".formatted(left, top, width, height));
        }
    }

    int right() {
        return left + width;
    }

    int bottom() {
        return top + height;
    }

    boolean fits(int imageWidth, int imageHeight) {
        return width <= imageWidth - left && height <= imageHeight - top;
    }
}
