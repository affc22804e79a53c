package io.resnet4j.image;

/**
 * Brings a component's rows to the width and the number that the image has, bit for bit as libjpeg's "fancy" upsampling: a
 * sample counts three quarters of the nearest one and one quarter of the next nearest, in each direction that is halved;
 * other factors repeat samples. Beyond an edge lies the sample at the edge.
 */
final class JpegUpsampling {
    private final JpegRows rows;
    private final int height; // of the component
    private final int across; // how many pixels share a sample
    private final int down;
    private final boolean fancyAcross;
    private final boolean fancyDown;
    private final int[] middle;
    private final int[] left;
    private final int[] right;
    private final int[] result;
    private final int last; // where the component's last sample of a row lies, if it does
    private final JpegOrder order; // of the result

    /**
     * Prepares for a component.
     *
     * @param rows its rows, in the result's order when they need no widening, else not split
     * @param first which of a row's samples is the first one that is computed
     * @param order in which order the result lies
     */
    JpegUpsampling(JpegFrame frame, JpegComponent component, JpegRows rows, int first, JpegOrder order) {
        this.rows = rows;
        this.order = order;
        height = component.height();
        across = frame.across() / component.across();
        down = frame.down() / component.down();
        fancyAcross = across == 2 && down <= 2 && component.width() > 2;
        fancyDown = down == 2 && (across == 1 || fancyAcross);
        int samples = rows.order().length();
        last = rows.order().place(Math.min(component.width() - first, samples) - 1);
        middle = new int[samples];
        left = new int[samples];
        right = new int[samples];
        result = new int[order.length()];
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
            System.arraycopy(near, 0, middle, 0, middle.length);
            return widen(1, 2, 2);
        }
        weigh(near, neighbour(y), middle);
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

    private static void weigh(int[] near, int[] far, int[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] = 3 * near[x] + far[x];
        }
    }

    /**
     * The neighbours get arrays of their own, so that all loops run over one index. Those of the MCUs' columns are the columns
     * before and behind; only those of the first column and of the last one belong to another MCU.
     */
    private int[] widen(int evenRounding, int oddRounding, int shift) {
        int mcus = order.mcus();
        int others = middle.length - mcus;
        System.arraycopy(middle, 0, left, mcus, others);
        System.arraycopy(middle, others, left, 1, mcus - 1);
        left[0] = middle[0];
        System.arraycopy(middle, mcus, right, 0, others);
        System.arraycopy(middle, 1, right, others, mcus - 1);
        right[last] = middle[last];
        mix(middle, left, evenRounding, shift);
        System.arraycopy(left, 0, result, 0, left.length);
        mix(middle, right, oddRounding, shift);
        System.arraycopy(right, 0, result, left.length, right.length);
        return result;
    }

    private static void mix(int[] near, int[] far, int rounding, int shift) {
        for (int x = 0; x < far.length; x++) {
            far[x] = 3 * near[x] + far[x] + rounding >> shift;
        }
    }

    private int[] repeat(int[] near) {
        for (int column = 0; column < order.inMcu(); column++) {
            int from = rows.order().start(column / across);
            System.arraycopy(near, from, result, order.start(column), order.mcus());
        }
        return result;
    }
}
