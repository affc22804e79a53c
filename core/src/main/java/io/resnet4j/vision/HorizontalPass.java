package io.resnet4j.vision;

/**
 * The pass of a resize that changes the width. So that it, too, can sum whole lines, it turns some rows at a time into
 * columns, and turns back the columns that come out: less work than summing pixel by pixel along a row, for which there are
 * no vector instructions.
 */
final class HorizontalPass implements PixelRows {
    /** Rows at a time: enough for a sum along them to be worth it, few enough for their columns to stay in the cache. */
    private static final int ROWS = 64;

    private final PixelRows source;
    private final FilterWeights filter;
    private final int[] row;
    private final int[][] columns; // [x - filter.first()][y % ROWS]
    private final int[][] narrow; // [x][y % ROWS]
    private final LineSums sums;
    private int remaining;
    private int y;

    /** The source has {@code height} rows, each from the first column that the filter reads to the last. */
    HorizontalPass(PixelRows source, FilterWeights filter, int height) {
        this.source = source;
        this.filter = filter;
        int rows = Math.min(height, ROWS);
        row = new int[filter.end() - filter.first()];
        columns = new int[row.length][rows];
        narrow = new int[filter.size()][rows];
        sums = new LineSums(rows);
        remaining = height;
        y = rows;
    }

    @Override
    public void next(int[] target) {
        if (y == sums.length()) {
            turnAndSum();
            y = 0;
        }
        for (int x = 0; x < target.length; x++) {
            target[x] = narrow[x][y];
        }
        y++;
    }

    private void turnAndSum() {
        int rows = Math.min(remaining, sums.length());
        for (int i = 0; i < rows; i++) {
            source.next(row);
            for (int x = 0; x < row.length; x++) {
                columns[x][i] = row[x];
            }
        }
        remaining -= rows;
        for (int x = 0; x < narrow.length; x++) {
            int[] weights = filter.weights()[x];
            int start = filter.start()[x] - filter.first();
            sums.begin(columns[start], weights[0]);
            for (int k = 1; k < weights.length; k++) {
                sums.add(columns[start + k], weights[k]);
            }
            sums.write(narrow[x]);
        }
    }
}
