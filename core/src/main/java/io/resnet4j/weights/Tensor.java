package io.resnet4j.weights;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/**
 * A tensor that lies somewhere: in a file, in memory, or in a formula. It is read in pieces, so that no array of the
 * whole is ever needed. Safe for use by many threads, for as long as what it reads from stays open.
 */
public interface Tensor {
    /** The numbers as an {@code F32} tensor in memory, a copy of them. Refuses a shape of more or fewer. */
    static Tensor of(Shape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new MemoryTensor(DType.F32, shape, bytes);
    }

    /** A counter in memory, {@code I64 []}. */
    static Tensor counter(long count) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return new MemoryTensor(DType.I64, Shape.of(), bytes.putLong(0, count));
    }

    /** The number of a counter. Reads the first eight bytes, so that it is for {@code I64} alone. */
    default long count() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        read(0, bytes);
        return bytes.getLong(0);
    }

    /**
     * This tensor's numbers as {@code dtype}, converted as they are read. From more bits to fewer they are rounded to the
     * nearest, ties to even, as PyTorch does.
     *
     * @throws IllegalArgumentException when the one does not become the other ({@link DType#converts})
     */
    default Tensor to(DType dtype) {
        return dtype == dtype() ? this : new ConvertedTensor(this, dtype);
    }

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

    /** Writes all of this tensor's bytes, as {@link #read} has them, with little of them in memory at a time. */
    default void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer window = ByteBuffer.allocate((int) Math.min(1 << 20, bytes()));
        for (long at = 0; at < bytes(); at += window.limit()) {
            read(at, window.clear().limit((int) Math.min(window.capacity(), bytes() - at)));
            window.flip();
            while (window.hasRemaining()) {
                channel.write(window);
            }
        }
    }
}
