package io.resnet4j.image;

/** Rows as they are. {@link TiffBlocks} has found all of them to be in the file. */
final class TiffRaw implements TiffRows {
    private byte[] file;
    private int position;

    @Override
    public void begin(byte[] file, int from, int to) {
        this.file = file;
        position = from;
    }

    @Override
    public void next(byte[] row) {
        System.arraycopy(file, position, row, 0, row.length);
        position += row.length;
    }
}
