package io.resnet4j.vision;

/**
 * Pillow's {@code Image.resize} by {@link Interpolation#NEAREST}: every pixel is one of the old ones. Of each column and row
 * of the region it knows the one that it is taken from.
 */
record Nearest(int[] columns, int[] rows) implements Resizing {
    static Nearest of(int oldWidth, int oldHeight, int width, int height, Region region) {
        return new Nearest(
                positions(oldWidth, width, region.left(), region.right()),
                positions(oldHeight, height, region.top(), region.bottom()));
    }

    @Override
    public Region source() {
        int right = columns[columns.length - 1] + 1;
        int bottom = rows[rows.length - 1] + 1;
        return new Region(columns[0], rows[0], right - columns[0], bottom - rows[0]);
    }

    @Override
    public Image of(ImagePart part) {
        Image result = Image.black(columns.length, rows.length);
        Region there = part.region();
        byte[] from = part.pixels().rgb();
        byte[] rgb = result.rgb();
        int out = 0;
        for (int row : rows) {
            int start = (row - there.top()) * there.width() - there.left();
            for (int column : columns) {
                int in = (start + column) * Image.CHANNELS;
                rgb[out] = from[in];
                rgb[out + 1] = from[in + 1];
                rgb[out + 2] = from[in + 2];
                out += Image.CHANNELS;
            }
        }
        return result;
    }

    /**
     * Where the pixels {@code from <= i < to} come from, when {@code source} pixels become {@code target}. Pillow steps from
     * centre to centre by adding, and its rounding errors add up: a product would not give the same pixels.
     */
    private static int[] positions(int source, int target, int from, int to) {
        double scale = FilterWeights.scale(source, target);
        int[] positions = new int[to - from];
        double center = scale * 0.5;
        for (int i = 0; i < to; i++) {
            if (i >= from) {
                positions[i - from] = Math.min((int) center, source - 1);
            }
            center += scale;
        }
        return positions;
    }
}
