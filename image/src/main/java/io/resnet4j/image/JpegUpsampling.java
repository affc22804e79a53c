package io.resnet4j.image;

/**
 * Brings a component's rows to the width and the number that the image has, bit for bit as libjpeg's "fancy" upsampling: a
 * sample counts three quarters of the nearest one and one quarter of the next nearest, in each direction that is halved;
 * other factors repeat samples. Beyond an edge lies the sample at the edge.
 */
final class JpegUpsampling {
    private final JpegRows rows;
    private final int width; // of a component's row within the window
    private final int height; // of the component
    private final int across; // how many pixels share a sample
    private final int down;
    private final boolean fancyAcross;
    private final boolean fancyDown;
    private final int[] middle;
    private final int[] left;
    private final int[] right;
    private final int[] result;
    private final boolean split;

    /**
     * Prepares for a component.
     *
     * @param rows its rows, split when {@code split} and they need no widening
     * @param width how many of its samples lie within the window
     * @param pixels how many pixels of a row are computed, a multiple of 16
     * @param split whether the result's even samples come first, then the odd ones
     */
    JpegUpsampling(JpegFrame frame, JpegComponent component, JpegRows rows, int width, int pixels, boolean split) {
        this.rows = rows;
        this.width = width;
        this.split = split;
        height = component.height();
        across = frame.across() / component.across();
        down = frame.down() / component.down();
        fancyAcross = across == 2 && down <= 2 && component.width() > 2;
        fancyDown = down == 2 && (across == 1 || fancyAcross);
        middle = new int[width];
        left = new int[width];
        right = new int[width];
        result = new int[pixels];
    }

    /** One past the last row of pixels that can be computed when so many of the component's are there. */
    int ready(int available) {
        if (available >= height) {
            return Integer.MAX_VALUE;
        }
        return available * down - (fancyDown ? 1 : 0);
    }

    /** A row of the image; it is overwritten by the next one. */
    int[] row(int y) {
        int[] near = rows.row(Math.min(y / down, height - 1));
        if (across == 1) {
            return fancyDown ? downOnly(near, neighbour(y), y % 2 == 0 ? 1 : 2) : near;
        }
        if (!fancyAcross) {
            return repeat(near);
        }
        if (!fancyDown) {
            System.arraycopy(near, 0, middle, 0, width);
            return widen(1, 2, 2);
        }
        weigh(near, neighbour(y), middle, width);
        return widen(8, 7, 4);
    }

    private int[] neighbour(int y) {
        int row = y / 2 + (y % 2 == 0 ? -1 : 1);
        return rows.row(Math.min(Math.max(row, 0), height - 1));
    }

    private int[] downOnly(int[] near, int[] far, int rounding) {
        for (int x = 0; x < result.length; x++) {
            result[x] = 3 * near[x] + far[x] + rounding >> 2;
        }
        return result;
    }

    private static void weigh(int[] near, int[] far, int[] sums, int width) {
        for (int x = 0; x < width; x++) {
            sums[x] = 3 * near[x] + far[x];
        }
    }

    /** The neighbours get arrays of their own, so that all loops run over one index. */
    private int[] widen(int evenRounding, int oddRounding, int shift) {
        System.arraycopy(middle, 0, left, 1, width - 1);
        System.arraycopy(middle, 1, right, 0, width - 1);
        left[0] = middle[0];
        right[width - 1] = middle[width - 1];
        mix(middle, left, evenRounding, shift);
        System.arraycopy(left, 0, result, 0, width);
        mix(middle, right, oddRounding, shift);
        System.arraycopy(right, 0, result, result.length / 2, width);
        return result;
    }

    private static void mix(int[] near, int[] far, int rounding, int shift) {
        for (int x = 0; x < far.length; x++) {
            far[x] = 3 * near[x] + far[x] + rounding >> shift;
        }
    }

    private int[] repeat(int[] near) {
        int half = result.length / 2;
        for (int x = 0; x < result.length; x++) {
            int place = split ? x / 2 + (x % 2 == 0 ? 0 : half) : x;
            result[place] = near[Math.min(x / across, width - 1)];
        }
        return result;
    }
}
