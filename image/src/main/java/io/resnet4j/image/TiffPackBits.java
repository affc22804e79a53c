package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.vision.ImageException;

/**
 * PackBits: a signed byte n, then n + 1 bytes as they are when n is 0 or more, or one byte to be repeated 1 - n times;
 * -128 says nothing. Rows should not share a run; where they do, libtiff goes on, and so does this.
 */
final class TiffPackBits implements TiffRows {
    private final String name;
    private byte[] file;
    private int position;
    private int end;
    private int left; // of the current run
    private boolean repeated;

    TiffPackBits(String name) {
        this.name = name;
    }

    @Override
    public void begin(byte[] file, Place place) {
        this.file = file;
        position = place.from();
        end = place.to();
        left = 0;
    }

    @Override
    public void next(byte[] row) throws ImageException {
        for (int i = 0; i < row.length; i++) {
            while (left == 0) {
                beginRun();
            }
            left--;
            row[i] = file[position];
            position += repeated && left > 0 ? 0 : 1;
        }
    }

    private void beginRun() throws ImageException {
        if (position >= end) {
            throw truncated();
        }
        int n = file[position++];
        if (n == -128) {
            return;
        }
        repeated = n < 0;
        left = repeated ? 1 - n : 1 + n;
        if (position + (repeated ? 1 : left) > end) {
            throw truncated();
        }
    }

    private ImageException truncated() {
        return new ImageException(name, "truncated: the PackBits data ends before its last row");
    }
}
