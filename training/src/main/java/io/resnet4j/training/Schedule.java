package io.resnet4j.training;

import java.util.OptionalDouble;

/**
 * How the learning rate changes over a run: a warm-up, then a curve over all that is left. It remembers nothing: the number of
 * a step is all it takes to go on with a run.
 *
 * <p>Time is counted in epochs or in steps, as {@code per} says, and the rate stays what it is for as long. Curves count from
 * the end of the warm-up, as with PyTorch's {@code SequentialLR}.
 */
public record Schedule(Curve curve, Per per, WarmUp warmUp) {
    /** When the rate changes. */
    public enum Per {
        /** With each epoch. */
        EPOCH,
        /** With each step. */
        STEP
    }

    /**
     * What a step is taken with.
     *
     * @param factor by what the learning rate of each parameter is multiplied
     * @param momentum in place of the optimiser's own, where the schedule cycles it
     */
    public record Rate(double factor, OptionalDouble momentum) {
        static Rate of(double factor) {
            return new Rate(factor, OptionalDouble.empty());
        }

        /** The step itself. */
        public Update update(long seed) {
            return new Update(seed, factor, momentum);
        }
    }

    /**
     * A linear rise to the full rate.
     *
     * @param epochs how long it takes, 0 for none; a whole number where the rate changes with each epoch
     * @param start the factor that it begins with, {@code start_factor} of PyTorch's {@code LinearLR}: the full rate is reached
     *     after the warm-up. Empty for w rises of 1/w, the first of which is the first rate: the full rate is reached in the
     *     warm-up's last step
     */
    public record WarmUp(double epochs, OptionalDouble start) {
        /** The full rate from the first step on. */
        public static final WarmUp NONE = new WarmUp(0, OptionalDouble.empty());

        public WarmUp {
            if (!(epochs >= 0 && epochs < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a warm-up takes at least 0 epochs, got " + epochs);
            }
            if (start.isPresent() && !(start.getAsDouble() > 0 && start.getAsDouble() <= 1)) {
                throw new IllegalArgumentException(
                        "a warm-up starts above 0 and at most at 1 times the rate, got " + start.getAsDouble());
            }
        }

        private double factor(long position, long length) {
            if (start.isEmpty()) {
                return (position + 1.0) / length;
            }
            double first = start.getAsDouble();
            return first + (1 - first) * position / length;
        }
    }

    /** Refuses a warm-up that ends within an epoch where rates last for epochs, and one before a cycle, which has its own. */
    public Schedule {
        if (per == Per.EPOCH && warmUp.epochs() != Math.rint(warmUp.epochs())) {
            throw new IllegalArgumentException(
                    "a rate that changes with each epoch warms up for whole epochs, got " + warmUp.epochs());
        }
        if (curve instanceof Curve.OneCycle && warmUp.epochs() > 0) {
            throw new IllegalArgumentException(
                    "one-cycle has a rise of its own (pct-start) and takes no other warm-up, got " + warmUp.epochs()
                            + " epochs");
        }
    }

    /**
     * What a step is taken with.
     *
     * @param step how many have been taken before, 0 for the first of the run
     */
    public Rate at(long step, RunLength run) {
        if (step < 0 || step >= run.steps()) {
            throw new IllegalArgumentException(
                    "the run has %d steps, there is no step %d".formatted(run.steps(), step));
        }
        boolean epochs = per == Per.EPOCH;
        long position = epochs ? step / run.stepsPerEpoch() : step;
        long length = epochs ? run.epochs() : run.steps();
        long warm = Math.round(warmUp.epochs() * (epochs ? 1 : run.stepsPerEpoch()));
        return position < warm ? Rate.of(warmUp.factor(position, warm)) : curve.at(position - warm, length - warm);
    }
}
