package io.resnet4j.weights;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A tensor that lies somewhere: in a file, in memory, or in a formula. It is read in pieces, so that no array of the
 * whole is ever needed. Safe for use by many threads, for as long as what it reads from stays open.
 */
public interface Tensor {
    DType dtype();

    Shape shape();

    /** Bytes of all elements. */
    default long bytes() {
        return Math.multiplyExact(shape().elements(), (long) dtype().bytes());
    }

    /**
     * Fills what remains of {@code target} with this tensor's bytes: little-endian, contiguous, the last dimension
     * fastest, from {@code offset} on.
     *
     * @throws IndexOutOfBoundsException when the tensor has fewer bytes from there on
     */
    void read(long offset, ByteBuffer target) throws IOException;
}
