package io.resnet4j.weights;

import io.resnet4j.model.Node;
import io.resnet4j.model.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Where a network's tensors come from: a file, a formula, an initialiser, a trainer. */
public interface TensorSource {
    /** The tensor for {@code spec}, of its shape: {@code F32} for parameters and buffers, {@code I64} for counters. */
    Tensor get(TensorSpec spec);

    /**
     * The tensor for a parameter or a buffer.
     *
     * @throws IllegalArgumentException when this source hands out another tensor than {@code spec} asks for, which must
     *     not be read as if it were the right one
     */
    default Tensor float32(TensorSpec spec) {
        Tensor tensor = get(spec);
        if (tensor.dtype() != DType.F32 || !tensor.shape().equals(spec.shape())) {
            throw new IllegalArgumentException("%s should be F32 %s, got %s %s"
                    .formatted(spec.name(), spec.shape(), tensor.dtype(), tensor.shape()));
        }
        return tensor;
    }

    /** All numbers of a parameter or a buffer, the last dimension fastest; checked as {@link #float32} checks. */
    default float[] floats(TensorSpec spec) throws IOException {
        float[] values = new float[Math.toIntExact(spec.shape().elements())];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float32(spec).read(0, bytes);
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }

    /** All parameters and buffers of a node, in the order of its operation's tensors; no counters. */
    default List<float[]> floats(Node node) throws IOException {
        List<float[]> tensors = new ArrayList<>();
        for (TensorSpec spec : node.tensors()) {
            if (spec.role() != TensorSpec.Role.COUNTER) {
                tensors.add(floats(spec));
            }
        }
        return tensors;
    }
}
