package io.resnet4j.vision;

import java.util.Arrays;

/**
 * Pillow's {@code Image.resize} for 8-bit RGB, bit for bit: a separable, antialiased filter in fixed point, one pass
 * along the rows and one along the columns, each rounded to bytes. A pass whose size stays the same changes nothing.
 */
public final class Resize {
    private static final int CHANNELS = 3;

    private Resize() {}

    /** The whole image at a new size; the very image where that is the old one. */
    public static Image resize(Image image, int width, int height, Interpolation interpolation) {
        return resize(image, width, height, new Region(0, 0, width, height), interpolation);
    }

    /**
     * A region of the image at a new size: the pixels that resizing first and cropping afterwards would give. Only what
     * the region needs is computed, so time and memory follow the region, not the new size.
     */
    static Image resize(Image image, int width, int height, Region region, Interpolation interpolation) {
        if (!region.fits(width, height)) {
            throw new IllegalArgumentException("%s is not inside %d x %d".formatted(region, width, height));
        }
        if (width == image.width() && height == image.height() && region.covers(width, height)) {
            return image; // CIFAR's images all come this way
        }
        FilterWeights columns = FilterWeights.of(image.width(), width, region.left(), region.right(), interpolation);
        FilterWeights rows = FilterWeights.of(image.height(), height, region.top(), region.bottom(), interpolation);
        if (columnsFirst(image, width, height)) {
            Image flat = alongColumns(image, rows, columns.first(), columns.end());
            return alongRows(flat, columns.fromZero(), 0, flat.height());
        }
        Image narrow = alongRows(image, columns, rows.first(), rows.end());
        return alongColumns(narrow, rows.fromZero(), 0, narrow.width());
    }

    /** Since version 13 Pillow begins with the axis that loses far more pixels; the order shows in the rounding. */
    private static boolean columnsFirst(Image image, int width, int height) {
        long lostRows = (long) image.height() - height;
        long lostColumns = (long) image.width() - width;
        return lostRows > 0 && lostRows > 2 * lostColumns;
    }

    /** Resizes the rows from {@code top} to {@code bottom}. */
    private static Image alongRows(Image image, FilterWeights filter, int top, int bottom) {
        byte[] rgb = image.rgb();
        byte[] result = allocate(filter.size(), bottom - top);
        int out = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = 0; x < filter.size(); x++) {
                int red = FilterWeights.HALF;
                int green = FilterWeights.HALF;
                int blue = FilterWeights.HALF;
                int in = (y * image.width() + filter.start()[x]) * CHANNELS;
                for (int weight : filter.weights()[x]) {
                    red += weight * (rgb[in] & 0xff);
                    green += weight * (rgb[in + 1] & 0xff);
                    blue += weight * (rgb[in + 2] & 0xff);
                    in += CHANNELS;
                }
                result[out] = clip(red);
                result[out + 1] = clip(green);
                result[out + 2] = clip(blue);
                out += CHANNELS;
            }
        }
        return new Image(filter.size(), bottom - top, result);
    }

    /** Resizes the columns from {@code left} to {@code right}: every row of the result is a sum of whole rows. */
    private static Image alongColumns(Image image, FilterWeights filter, int left, int right) {
        byte[] result = allocate(right - left, filter.size());
        int[] sums = new int[(right - left) * CHANNELS];
        for (int y = 0; y < filter.size(); y++) {
            Arrays.fill(sums, FilterWeights.HALF);
            int row = filter.start()[y];
            for (int weight : filter.weights()[y]) {
                addRow(sums, weight, image.rgb(), (row++ * image.width() + left) * CHANNELS);
            }
            for (int i = 0; i < sums.length; i++) {
                result[y * sums.length + i] = clip(sums[i]);
            }
        }
        return new Image(right - left, filter.size(), result);
    }

    private static void addRow(int[] sums, int weight, byte[] rgb, int offset) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * (rgb[offset + i] & 0xff);
        }
    }

    private static byte[] allocate(int width, int height) {
        return new byte[Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)];
    }

    private static byte clip(int sum) {
        return (byte) Math.min(Math.max(sum >> FilterWeights.PRECISION_BITS, 0), 255);
    }
}
