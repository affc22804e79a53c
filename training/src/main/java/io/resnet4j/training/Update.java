package io.resnet4j.training;

import java.util.OptionalDouble;

/**
 * How one step is taken.
 *
 * @param seed what random numbers of the step are drawn from
 * @param rate by what the learning rate of each parameter is multiplied
 * @param momentum in place of the optimiser's own (SGD's momentum, Adam's first beta), where a schedule cycles it
 */
public record Update(long seed, double rate, OptionalDouble momentum) {
    /** Refuses a rate that is negative or not a number. */
    public Update {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a learning rate is multiplied by at least 0, got " + rate);
        }
    }
}
