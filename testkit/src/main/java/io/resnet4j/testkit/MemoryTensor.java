package io.resnet4j.testkit;

import io.resnet4j.model.Shape;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Tensor;
import java.nio.ByteBuffer;

/** A tensor on the heap. */
record MemoryTensor(DType dtype, Shape shape, ByteBuffer content) implements Tensor {
    @Override
    public void read(long offset, ByteBuffer target) {
        target.put(content.slice(Math.toIntExact(offset), target.remaining()));
    }
}
