package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.model.Init;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values that {@code python testkit/golden/formula.py} prints. */
class FormulaTest {
    @ParameterizedTest
    @CsvSource({
        "conv1.weight, PARAMETER, 64 3 7 7, 0x1.2a66f8p-6, 0x1.95c03ep-4, -0x1.f0f27cp-4",
        "bn1.weight, PARAMETER, 64, 0x1.b86ca8p-1, 0x1.530c78p+0, 0x1.f81204p-1",
        "bn1.bias, PARAMETER, 64, -0x1.0c8970p-4, -0x1.78b494p-4, -0x1.e3240cp-6",
        "bn1.running_mean, BUFFER, 64, 0x1.801f6cp-4, 0x1.49b50cp-5, -0x1.24f26ap-3",
        "bn1.running_var, BUFFER, 64, 0x1.246e44p+0, 0x1.4968acp+0, 0x1.419b9cp+0",
        "layer1.0.conv1.weight, PARAMETER, 16 16 3 3, 0x1.1d7a64p-3, 0x1.e9affcp-6, -0x1.e8c2ecp-4",
    })
    void tensorsAreTheSameInPython(
            String name, TensorSpec.Role role, String dims, String first, String second, String last)
            throws IOException {
        int[] sizes = Arrays.stream(dims.split(" ")).mapToInt(Integer::parseInt).toArray();
        Tensor tensor = new Formula().get(new TensorSpec(name, Shape.of(sizes), role, Init.ZERO));
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.read(0, bytes);
        float[] ends = {bytes.getFloat(0), bytes.getFloat(4), bytes.getFloat(bytes.limit() - 4)};
        assertArrayEquals(
                new float[] {Float.parseFloat(first), Float.parseFloat(second), Float.parseFloat(last)}, ends);
    }

    @Test
    void imagesAreTheSameInPython() {
        float[] images = Formula.images("input", 2, Shape.of(3, 64, 64));
        assertEquals(2 * 3 * 64 * 64, images.length);
        float[] ends = {images[0], images[1], images[images.length - 1]};
        assertArrayEquals(new float[] {-0x1.9bd584p+0f, 0x1.3808b8p-1f, -0x1.ded45cp+0f}, ends);
    }

    @Test
    void countersAreZero() throws IOException {
        Tensor counter = new Formula()
                .get(new TensorSpec("bn1.num_batches_tracked", Shape.of(), TensorSpec.Role.COUNTER, Init.ZERO));
        assertEquals(DType.I64, counter.dtype());
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
        counter.read(0, bytes);
        assertEquals(0, bytes.getLong(0));
    }
}
