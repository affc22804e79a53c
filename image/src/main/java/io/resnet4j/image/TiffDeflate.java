package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate: one zlib stream a strip or tile. */
final class TiffDeflate implements TiffRows {
    private final Inflater inflater = new Inflater();
    private final String name;

    TiffDeflate(String name) {
        this.name = name;
    }

    @Override
    public void begin(byte[] file, int from, int to) {
        inflater.reset();
        inflater.setInput(file, from, to - from);
    }

    @Override
    public void next(byte[] row) throws ImageException {
        int done = 0;
        while (done < row.length) {
            int count = inflate(row, done);
            if (count == 0) {
                throw new ImageException(name, "truncated: the Deflate data ends before its last row");
            }
            done += count;
        }
    }

    /** The checksum is only compared by who asks for more than there is. */
    @Override
    public void end() throws ImageException {
        inflate(new byte[1], 0);
    }

    private int inflate(byte[] into, int at) throws ImageException {
        try {
            return inflater.inflate(into, at, into.length - at);
        } catch (DataFormatException e) {
            throw new ImageException(name, "damaged TIFF: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
