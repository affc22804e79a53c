package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.vision.ImageException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate: one zlib stream a strip or tile. Its checksum is compared with its last row. */
final class TiffDeflate implements TiffRows {
    /** What is inflated at once, so that small rows do not cost a call of zlib each. */
    private static final int AHEAD = 1 << 14;

    private final Inflater inflater = new Inflater();
    private final String name;
    private byte[] rows = {};
    private int given; // how much of those the rows have already
    private int left; // rows that were not inflated yet

    TiffDeflate(String name) {
        this.name = name;
    }

    @Override
    public void begin(byte[] file, Place place) {
        inflater.reset();
        inflater.setInput(file, place.from(), place.to() - place.from());
        given = rows.length;
        left = place.rows();
    }

    @Override
    public void next(byte[] row) throws ImageException {
        if (given == rows.length) {
            inflateRows(row.length);
        }
        System.arraycopy(rows, given, row, 0, row.length);
        given += row.length;
    }

    /** Inflates whole rows, but none behind the last one. */
    private void inflateRows(int rowBytes) throws ImageException {
        int count = Math.min(Math.max(AHEAD / rowBytes, 1), left);
        if (rows.length != count * rowBytes) {
            rows = new byte[count * rowBytes];
        }
        inflate();
        given = 0;
        left -= count;
    }

    private void inflate() throws ImageException {
        try {
            int done = 0;
            while (done < rows.length) {
                int count = inflater.inflate(rows, done, rows.length - done);
                if (count == 0) {
                    throw new ImageException(name, "truncated: the Deflate data ends before its last row");
                }
                done += count;
            }
        } catch (DataFormatException e) {
            throw new ImageException(name, "damaged TIFF: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
