package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryTensorTest {
    @Test
    void holdsACopyInLittleEndianOrder() throws IOException {
        float[] values = {1, -2};
        Tensor tensor = Tensor.of(Shape.of(2, 1), values);
        values[0] = 3;
        assertEquals(DType.F32, tensor.dtype());
        assertArrayEquals(new byte[] {0, 0, -128, 63, 0, 0, 0, -64}, CheckpointTest.bytes(tensor, 3));
        assertArrayEquals(new byte[] {2, 1, 0, 0, 0, 0, 0, 0}, CheckpointTest.bytes(Tensor.counter(258), 8));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Exception shape = assertThrows(IllegalArgumentException.class, () -> Tensor.of(Shape.of(3), 1, 2));
        assertEquals("a tensor F32 [3] does not have 8 bytes", shape.getMessage());
        Exception end = assertThrows(
                IndexOutOfBoundsException.class, () -> Tensor.counter(0).read(1, ByteBuffer.allocate(8)));
        assertEquals("tensor I64 [] has 8 bytes, not 8 from 1 on", end.getMessage());
    }
}
