package io.resnet4j.model;

/**
 * One tensor that a network needs: its state_dict key, its shape and what it is for.
 *
 * @param name the key in a PyTorch state_dict, such as {@code layer1.0.conv1.weight}
 * @param shape {@code [out, in / groups, kh, kw]} for a convolution, {@code [out, in]} for a linear layer,
 *     {@code [channels]} for a norm, {@code []} for a counter
 */
public record TensorSpec(String name, Shape shape, Role role) {
    /** What a tensor is for. */
    public enum Role {
        /** Learnt by gradient descent. */
        PARAMETER,
        /** Running statistics, gathered in training and used in inference. */
        BUFFER,
        /** The {@code num_batches_tracked} of a batch norm: an integer that inference never reads. */
        COUNTER
    }
}
