package io.resnet4j.weights;

import io.resnet4j.model.TensorSpec;

/** Where a network's tensors come from: a file, a formula, an initialiser, a trainer. */
public interface TensorSource {
    /** The tensor for {@code spec}, of its shape: {@code F32} for parameters and buffers, {@code I64} for counters. */
    Tensor get(TensorSpec spec);
}
