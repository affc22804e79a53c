package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.vision.ImageException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate: one zlib stream a strip or tile. Its checksum is compared with its last row. */
final class TiffDeflate implements TiffRows {
    private final Inflater inflater = new Inflater();
    private final String name;

    TiffDeflate(String name) {
        this.name = name;
    }

    @Override
    public void begin(byte[] file, Place place) {
        inflater.reset();
        inflater.setInput(file, place.from(), place.to() - place.from());
    }

    @Override
    public void next(byte[] row) throws ImageException {
        try {
            int done = 0;
            while (done < row.length) {
                int count = inflater.inflate(row, done, row.length - done);
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
