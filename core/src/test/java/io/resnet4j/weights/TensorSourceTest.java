package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.model.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorSourceTest {
    private static final TensorSpec BIAS = new Op.Linear(3, 2).tensors("fc").get(1);

    /** Tensors of ones, whatever is asked for. */
    private record Ones(DType dtype, Shape shape) implements Tensor, TensorSource {
        @Override
        public Tensor get(TensorSpec spec) {
            return this;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            while (target.hasRemaining()) {
                target.putFloat(1);
            }
        }
    }

    @Test
    void numbersAreReadAsTheyAre() throws IOException {
        assertArrayEquals(new float[] {1, 1}, new Ones(DType.F32, Shape.of(2)).floats(BIAS));
    }

    @Test
    void aNodeHasNumbersButNoCounters() throws IOException {
        Node norm = new Node("bn1", new Op.BatchNorm2d(2, 1, false), List.of(new Value("x")));
        assertEquals(4, new Ones(DType.F32, Shape.of(2)).floats(norm).size());
    }

    @Test
    void anotherTensorThanAskedForIsRefused() {
        Exception shape =
                assertThrows(IllegalArgumentException.class, () -> new Ones(DType.F32, Shape.of(3)).floats(BIAS));
        assertEquals("fc.bias should be F32 [2], got F32 [3]", shape.getMessage());
        Exception dtype =
                assertThrows(IllegalArgumentException.class, () -> new Ones(DType.I64, Shape.of(2)).float32(BIAS));
        assertEquals("fc.bias should be F32 [2], got I64 [2]", dtype.getMessage());
    }
}
