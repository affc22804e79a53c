package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/** Unpacks strips or tiles, one after the other. */
interface TiffRows extends AutoCloseable {
    /** Begins a strip or tile, which lies in the file from a byte to before another. */
    void begin(byte[] file, int from, int to) throws ImageException;

    /** Fills an array with the next row. */
    void next(byte[] row) throws ImageException;

    @Override
    default void close() {}
}
