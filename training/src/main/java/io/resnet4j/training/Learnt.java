package io.resnet4j.training;

import io.resnet4j.model.TensorSpec;

/**
 * A parameter that is learnt.
 *
 * @param rate its learning rate, before a schedule's factor
 * @param weightDecay how strongly it is pulled to zero, as the optimiser defines it
 */
public record Learnt(TensorSpec tensor, double rate, double weightDecay) {
    /** Refuses tensors that nobody learns, and numbers below 0. */
    public Learnt {
        if (tensor.role() != TensorSpec.Role.PARAMETER) {
            throw new IllegalArgumentException(tensor.name() + " is no parameter, it is not learnt");
        }
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)
                || !(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s: a learning rate and a weight decay are at least 0, got %s and %s"
                    .formatted(tensor.name(), rate, weightDecay));
        }
    }
}
