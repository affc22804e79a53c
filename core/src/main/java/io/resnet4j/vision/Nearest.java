package io.resnet4j.vision;

/** Pillow's {@code Image.resize} by {@link Interpolation#NEAREST}: every pixel is one of the old ones. */
final class Nearest {
    private Nearest() {}

    /** Which pixels a region of the new size is made of. */
    static Region source(int oldWidth, int oldHeight, int width, int height, Region region) {
        int[] columns = positions(oldWidth, width, region.left(), region.right());
        int[] rows = positions(oldHeight, height, region.top(), region.bottom());
        int right = columns[columns.length - 1] + 1;
        int bottom = rows[rows.length - 1] + 1;
        return new Region(columns[0], rows[0], right - columns[0], bottom - rows[0]);
    }

    /** Writes a region of the image at a new size. */
    static void resize(ImagePart image, int width, int height, Region region, byte[] rgb) {
        int[] columns = positions(image.width(), width, region.left(), region.right());
        int[] rows = positions(image.height(), height, region.top(), region.bottom());
        Region part = image.region();
        byte[] from = image.pixels().rgb();
        int out = 0;
        for (int row : rows) {
            int start = (row - part.top()) * part.width() - part.left();
            for (int column : columns) {
                int in = (start + column) * Image.CHANNELS;
                rgb[out] = from[in];
                rgb[out + 1] = from[in + 1];
                rgb[out + 2] = from[in + 2];
                out += Image.CHANNELS;
            }
        }
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
