package io.resnet4j.vision;

/** A resize by a filter of {@link FilterWeights}: two passes, whose weights are those of the columns and rows of the region. */
record Filtered(FilterWeights columns, FilterWeights rows, boolean columnsFirst) implements Resizing {
    @Override
    public Region source() {
        return new Region(columns.first(), rows.first(), columns.end() - columns.first(), rows.end() - rows.first());
    }

    @Override
    public Image of(ImagePart part) {
        Region source = source();
        int left = source.left() - part.region().left();
        int top = source.top() - part.region().top();
        PixelRows pixels = PixelRows.of(part.pixels(), left, top);
        PixelRows resized = columnsFirst
                ? new HorizontalPass(new VerticalPass(pixels, rows, source.width()), columns, rows.size())
                : new VerticalPass(new HorizontalPass(pixels, columns, source.height()), rows, columns.size());
        Image result = Image.black(columns.size(), rows.size());
        int[] row = new int[columns.size()];
        for (int y = 0; y < rows.size(); y++) {
            resized.next(row);
            PackedPixels.write(row, result.rgb(), y * row.length * Image.CHANNELS);
        }
        return result;
    }
}
