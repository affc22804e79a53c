package io.resnet4j.weights;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A tensor whose bytes lie in a file as they are read. */
record ContiguousTensor(String name, DType dtype, Shape shape, ByteSource source, long start) implements Tensor {
    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        checkRange(name, bytes(), offset, target);
        source.read(start + offset, target);
    }

    static void checkRange(String name, long bytes, long offset, ByteBuffer target) {
        if (offset < 0 || offset > bytes || target.remaining() > bytes - offset) {
            throw new IndexOutOfBoundsException(
                    "tensor %s has %d bytes, not %d from %d on".formatted(name, bytes, target.remaining(), offset));
        }
    }
}
