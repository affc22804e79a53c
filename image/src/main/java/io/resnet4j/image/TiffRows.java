package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/** Unpacks strips or tiles, one after the other. */
interface TiffRows extends AutoCloseable {
    /** Begins a strip or tile. */
    void begin(byte[] file, TiffBlocks.Place place) throws ImageException;

    /** Fills an array with the next row. */
    void next(byte[] row) throws ImageException;

    @Override
    default void close() {}
}
