package io.resnet4j.libtorch;

import io.resnet4j.inference.EngineException;
import io.resnet4j.model.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Between Java's memory and libtorch's. */
final class Native {
    private Native() {}

    static long[] dims(Shape shape) {
        return IntStream.range(0, shape.rank()).mapToLong(shape::dim).toArray();
    }

    /** Room for numbers: float32, on the processor, contiguous. */
    static Tensor empty(long... dims) {
        return EngineException.explain(
                Libtorch.NAME,
                () -> "copy numbers of shape %s; there is no memory left".formatted(Arrays.toString(dims)),
                () -> torch.empty(dims));
    }

    /** The memory of a contiguous tensor of the processor's, for as long as the tensor lives. */
    static ByteBuffer bytes(Tensor tensor, long length) {
        return new BytePointer(tensor.data_ptr())
                .capacity(length)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A copy as float32, the last dimension fastest. */
    static io.resnet4j.weights.Tensor copyOf(Tensor tensor, Shape shape) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor plain = empty(dims(shape)).copy_(tensor);
            float[] values = new float[Math.toIntExact(shape.elements())];
            FloatBuffer floats =
                    bytes(plain, (long) Float.BYTES * values.length).asFloatBuffer();
            floats.get(values);
            return io.resnet4j.weights.Tensor.of(shape, values);
        }
    }
}
