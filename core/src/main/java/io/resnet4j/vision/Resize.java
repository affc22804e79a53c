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
        return resize(ImagePart.whole(image), width, height, Region.whole(width, height), interpolation);
    }

    /** Which pixels of an image a region of its new size is made of. */
    static Region source(
            int oldWidth, int oldHeight, int width, int height, Region region, Interpolation interpolation) {
        if (interpolation == Interpolation.NEAREST) {
            return Nearest.source(oldWidth, oldHeight, width, height, region);
        }
        FilterWeights columns = FilterWeights.of(oldWidth, width, region.left(), region.right(), interpolation);
        FilterWeights rows = FilterWeights.of(oldHeight, height, region.top(), region.bottom(), interpolation);
        return new Region(columns.first(), rows.first(), columns.end() - columns.first(), rows.end() - rows.first());
    }

    /**
     * A region of the image at a new size: the pixels that resizing first and cropping afterwards would give. Only what
     * the region needs is computed, so time and memory follow the region, not the new size.
     *
     * @param part at least the pixels of {@link #source}
     */
    static Image resize(ImagePart part, int width, int height, Region region, Interpolation interpolation) {
        region.requireInside(width, height);
        boolean sameSize = width == part.width() && height == part.height();
        if (sameSize && region.equals(part.region())) {
            return part.pixels(); // CIFAR's images all come this way
        }
        Image result = Image.black(region.width(), region.height());
        if (interpolation == Interpolation.NEAREST) {
            Nearest.resize(part, width, height, region, result.rgb());
            return result;
        }
        FilterWeights columns = FilterWeights.of(part.width(), width, region.left(), region.right(), interpolation);
        FilterWeights rows = FilterWeights.of(part.height(), height, region.top(), region.bottom(), interpolation);
        int left = columns.first() - part.region().left();
        int top = rows.first() - part.region().top();
        PixelRows source = PixelRows.of(part.pixels(), left, top);
        PixelRows resized = columnsFirst(part, width, height)
                ? new HorizontalPass(
                        new VerticalPass(source, rows, columns.end() - columns.first()), columns, rows.size())
                : new VerticalPass(
                        new HorizontalPass(source, columns, rows.end() - rows.first()), rows, columns.size());
        int[] row = new int[region.width()];
        for (int y = 0; y < region.height(); y++) {
            resized.next(row);
            PackedPixels.write(row, result.rgb(), y * row.length * Image.CHANNELS);
        }
        return result;
    }

    /** Since version 13 Pillow begins with the axis that loses far more pixels; the order shows in the rounding. */
    private static boolean columnsFirst(ImagePart image, int width, int height) {
        long lostRows = (long) image.height() - height;
        long lostColumns = (long) image.width() - width;
        return lostRows > 0 && lostRows > 2 * lostColumns;
    }
}
