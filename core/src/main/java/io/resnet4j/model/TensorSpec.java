package io.resnet4j.model;

/**
 * One tensor that a network needs: its state_dict key, its shape, what it is for and how it starts.
 *
 * @param name the key in a PyTorch state_dict, such as {@code layer1.0.conv1.weight}
 * @param shape {@code [out, in / groups, kh, kw]} for a convolution, {@code [out, in]} for a linear layer,
 *     {@code [channels]} for a norm, {@code []} for a counter
 * @param init what it holds before any training
 */
public record TensorSpec(String name, Shape shape, Role role, Init init) {
    /** What a tensor is for. */
    public enum Role {
        /** Learnt by gradient descent. */
        PARAMETER,
        /** Running statistics, gathered in training and used in inference; or constants, where a norm is frozen. */
        BUFFER,
        /** The {@code num_batches_tracked} of a batch norm: an integer that inference never reads. */
        COUNTER
    }

    static TensorSpec parameter(String name, Shape shape, Init init) {
        return new TensorSpec(name, shape, Role.PARAMETER, init);
    }

    static TensorSpec buffer(String name, Shape shape, Init init) {
        return new TensorSpec(name, shape, Role.BUFFER, init);
    }

    static TensorSpec counter(String name) {
        return new TensorSpec(name, Shape.of(), Role.COUNTER, Init.ZERO);
    }
}
