package io.resnet4j.inference;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Where the time of a run goes.
 *
 * @param steps in the order in which they run
 * @param peak multiply-adds a second that the lane's cores reach where nothing but that is asked of them, measured; empty where
 *     the engine does not know
 */
public record Profile(List<StepTime> steps, OptionalDouble peak) {
    /**
     * A step and what it took.
     *
     * @param implementation what the engine ran, by its own name for it
     * @param seconds for the whole batch, the median of the runs
     */
    public record StepTime(Step step, String implementation, double seconds) {}

    public Profile {
        steps = List.copyOf(steps);
    }

    /** The sum over all steps. */
    public double seconds() {
        return steps.stream().mapToDouble(StepTime::seconds).sum();
    }
}
