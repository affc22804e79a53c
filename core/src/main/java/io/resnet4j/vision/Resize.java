package io.resnet4j.vision;

/**
 * Pillow's {@code Image.resize} for 8-bit RGB, bit for bit: a separable, antialiased filter in fixed point, one pass
 * along the rows and one along the columns, each rounded to bytes. A pass whose size stays the same changes nothing.
 *
 * <p>The rows of the image stream through both passes, {@link HorizontalPass} and {@link VerticalPass}; no image between
 * them is stored. Both add whole lines of pixels ({@link LineSums}), so that one instruction works on many pixels, however
 * few of them the filter covers. {@link Interpolation#NEAREST} only copies, and has a way of its own ({@link Nearest}).
 */
public final class Resize {
    private Resize() {}

    /**
     * The whole image at a new size; the very image where that is the old one.
     *
     * @throws IllegalArgumentException when the new size has no pixels, or more than an array can hold
     */
    public static Image resize(Image image, int width, int height, Interpolation interpolation) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image has at least one pixel, not %d x %d".formatted(width, height));
        }
        Region whole = Region.whole(width, height);
        return resizing(image.width(), image.height(), width, height, whole, interpolation)
                .of(ImagePart.whole(image));
    }

    /**
     * How to make a region of the image at a new size: the pixels that resizing first and cropping afterwards would give.
     * Only what the region needs is computed, so time and memory follow the region, not the new size.
     *
     * @throws IllegalArgumentException when the region is not inside the new size, or has more pixels than an array can hold
     */
    static Resizing resizing(
            int oldWidth, int oldHeight, int width, int height, Region region, Interpolation interpolation) {
        Image.requireArray(region.requireInside(width, height));
        if (width == oldWidth && height == oldHeight) {
            return new Unchanged(region); // CIFAR's images all come this way
        }
        if (interpolation == Interpolation.NEAREST) {
            return Nearest.of(oldWidth, oldHeight, width, height, region);
        }
        return new Filtered(
                FilterWeights.of(oldWidth, width, region.left(), region.right(), interpolation),
                FilterWeights.of(oldHeight, height, region.top(), region.bottom(), interpolation),
                columnsFirst(oldWidth - (long) width, oldHeight - (long) height));
    }

    /** The new size is the old one. */
    private record Unchanged(Region source) implements Resizing {
        @Override
        public Image of(ImagePart part) {
            Region inside = part.region();
            Region wanted = new Region(
                    source.left() - inside.left(), source.top() - inside.top(), source.width(), source.height());
            return ImagePart.cut(part.pixels(), wanted).pixels();
        }
    }

    /** Since version 13 Pillow begins with the axis that loses far more pixels; the order shows in the rounding. */
    private static boolean columnsFirst(long lostColumns, long lostRows) {
        return lostRows > 0 && lostRows > 2 * lostColumns;
    }
}
