package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;

/** Rows as they are. {@link TiffBlocks} has found all of them to be in the file. */
final class TiffRaw implements TiffRows {
    private byte[] file;
    private int position;

    @Override
    public void begin(byte[] file, Place place) {
        this.file = file;
        position = place.from();
    }

    @Override
    public void next(byte[] row) {
        System.arraycopy(file, position, row, 0, row.length);
        position += row.length;
    }
}
