package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StridedTensorTest {
    /** A view that reaches further than its window, over a storage where each element is its own place. */
    @Test
    void slidesItsWindow() throws IOException {
        int apart = 3_000_000;
        ByteSource places = (offset, target) -> {
            assertEquals(0, offset % 4);
            target.order(ByteOrder.LITTLE_ENDIAN);
            for (int place = (int) (offset / 4); target.hasRemaining(); place++) {
                target.putInt(place);
            }
        };
        Tensor tensor =
                new StridedTensor("w", DType.F32, Shape.of(2, 3), places, 5, new long[] {1, apart}, 1 + 2 * apart);
        ByteBuffer bytes = ByteBuffer.wrap(CheckpointTest.bytes(tensor, 24)).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> found = new ArrayList<>();
        while (bytes.hasRemaining()) {
            found.add(bytes.getInt());
        }
        assertEquals(List.of(5, 5 + apart, 5 + 2 * apart, 6, 6 + apart, 6 + 2 * apart), found);
    }
}
