package io.resnet4j.vision;

/**
 * The pass of a resize that changes the height: every row is a weighted sum of whole rows. A ring holds as many as the
 * longest window, so that every row of the source is asked for once.
 */
final class VerticalPass implements PixelRows {
    private final PixelRows source;
    private final FilterWeights filter;
    private final int[][] ring; // row y of the source lies at y % length
    private final LineSums sums;
    private int read;
    private int y;

    /** The source begins with the first row that the filter reads; its rows are {@code width} pixels long. */
    VerticalPass(PixelRows source, FilterWeights filter, int width) {
        this.source = source;
        this.filter = filter;
        ring = new int[filter.longest()][width];
        sums = new LineSums(width);
        read = filter.first();
    }

    @Override
    public void next(int[] row) {
        int[] weights = filter.weights()[y];
        int start = filter.start()[y];
        for (; read < start + weights.length; read++) {
            source.next(ring[read % ring.length]);
        }
        sums.begin(ring[start % ring.length], weights[0]);
        for (int k = 1; k < weights.length; k++) {
            sums.add(ring[(start + k) % ring.length], weights[k]);
        }
        sums.write(row);
        y++;
    }
}
