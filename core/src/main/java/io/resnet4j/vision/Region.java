package io.resnet4j.vision;

/** A rectangle of an image: its top left corner and its size, in pixels. */
public record Region(int left, int top, int width, int height) {
    /** Refuses a rectangle without pixels, or one that begins before the first. */
    public Region {
        if (left < 0 || top < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "no region starts at (%d, %d) with %d x %d pixels".formatted(left, top, width, height));
        }
    }

    /** All of an image of this size. */
    public static Region whole(int width, int height) {
        return new Region(0, 0, width, height);
    }

    /** One past the last column. */
    public int right() {
        return left + width;
    }

    /** One past the last row. */
    public int bottom() {
        return top + height;
    }

    /** Whether it is all of an image of this size. */
    public boolean covers(int imageWidth, int imageHeight) {
        return left == 0 && top == 0 && width == imageWidth && height == imageHeight;
    }

    /** Whether an image has as many columns and rows. */
    boolean hasSizeOf(Image image) {
        return width == image.width() && height == image.height();
    }

    /** Whether it lies inside an image of this size. */
    public boolean fits(int imageWidth, int imageHeight) {
        return width <= imageWidth - left && height <= imageHeight - top;
    }

    /**
     * This region, once it is known to lie inside an image.
     *
     * @throws IllegalArgumentException when it does not
     */
    public Region requireInside(int imageWidth, int imageHeight) {
        if (!fits(imageWidth, imageHeight)) {
            throw new IllegalArgumentException("%s is not inside %d x %d".formatted(this, imageWidth, imageHeight));
        }
        return this;
    }
}
