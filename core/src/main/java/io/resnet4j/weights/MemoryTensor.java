package io.resnet4j.weights;

import io.resnet4j.model.Shape;
import java.nio.ByteBuffer;

/** A tensor on the heap. */
record MemoryTensor(DType dtype, Shape shape, ByteBuffer content) implements Tensor {
    MemoryTensor {
        content = content.slice().asReadOnlyBuffer();
        if (content.remaining() != shape.elements() * dtype.bytes()) {
            throw new IllegalArgumentException(
                    "a tensor %s %s does not have %d bytes".formatted(dtype, shape, content.remaining()));
        }
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        ContiguousTensor.checkRange(dtype + " " + shape, bytes(), offset, target);
        target.put(content.slice((int) offset, target.remaining()));
    }
}
