package io.resnet4j.training;

import io.resnet4j.training.Schedule.Rate;
import java.util.List;
import java.util.OptionalDouble;

/** The learning rate over time, as multiples of itself: PyTorch's schedulers, by their names. */
public sealed interface Curve {
    /**
     * The rate at a time.
     *
     * @param position epochs or steps since the curve began
     * @param length epochs or steps from there to the end of the run
     */
    Rate at(long position, long length);

    /** Always the full rate. */
    record Constant() implements Curve {
        @Override
        public Rate at(long position, long length) {
            return Rate.of(1);
        }
    }

    /** {@code StepLR}: the rate is multiplied by {@code gamma} each time {@code size} epochs or steps have passed. */
    record Step(int size, double gamma) implements Curve {
        public Step {
            if (size < 1) {
                throw new IllegalArgumentException("the rate is kept for at least 1 epoch or step, got " + size);
            }
            requireGamma(gamma);
        }

        @Override
        public Rate at(long position, long length) {
            return Rate.of(Math.pow(gamma, position / size));
        }
    }

    /** {@code MultiStepLR}: the rate is multiplied by {@code gamma} after each of so many epochs or steps. */
    record MultiStep(List<Integer> milestones, double gamma) implements Curve {
        public MultiStep {
            milestones = List.copyOf(milestones);
            if (milestones.isEmpty()) {
                throw new IllegalArgumentException("a multi-step schedule needs milestones");
            }
            for (int i = 0; i < milestones.size(); i++) {
                if (milestones.get(i) <= (i == 0 ? 0 : milestones.get(i - 1))) {
                    throw new IllegalArgumentException("milestones are above 0 and rise, got " + milestones);
                }
            }
            requireGamma(gamma);
        }

        @Override
        public Rate at(long position, long length) {
            long passed = milestones.stream()
                    .filter(milestone -> milestone <= position)
                    .count();
            return Rate.of(Math.pow(gamma, passed));
        }
    }

    /**
     * {@code CosineAnnealingLR} with the length of the run: half a wave, {@code low + (1 - low) (1 + cos(pi x)) / 2} (Loshchilov
     * and Hutter 2016, arXiv:1608.03983).
     *
     * @param low the factor at the end, PyTorch's {@code eta_min} as a share of the rate
     */
    record Cosine(double low) implements Curve {
        public Cosine {
            if (!(low >= 0 && low <= 1)) {
                throw new IllegalArgumentException("a cosine ends between 0 and 1 times the rate, got " + low);
            }
        }

        @Override
        public Rate at(long position, long length) {
            return Rate.of(wave(1, low, (double) position / length));
        }
    }

    /**
     * {@code OneCycleLR} in two phases of half a wave each (Smith and Topin 2017, arXiv:1708.07120): the rate rises from
     * {@code 1 / divisor} to 1 and falls to {@code 1 / (divisor finalDivisor)}, while the momentum falls and rises.
     *
     * @param rise the share of the run that the rise takes, {@code pct_start}
     */
    record OneCycle(double rise, double divisor, double finalDivisor, Momenta momenta) implements Curve {
        public OneCycle {
            if (!(rise >= 0 && rise <= 1)) {
                throw new IllegalArgumentException("a cycle rises for a share of 0 to 1 of the run, got " + rise);
            }
            if (!(divisor >= 1 && finalDivisor >= 1)) {
                throw new IllegalArgumentException(
                        "a cycle starts and ends below its peak: its divisors are at least 1, got %s and %s"
                                .formatted(divisor, finalDivisor));
            }
        }

        @Override
        public Rate at(long position, long length) {
            double first = 1 / divisor;
            double peak =
                    rise * length - 1; // not always a whole number, and below 0 where a run is too short for a rise
            if (position <= peak) {
                double share = peak > 0 ? position / peak : 1;
                return new Rate(wave(first, 1, share), momenta.between(share, momenta.high(), momenta.low()));
            }
            double share = (position - peak) / (length - 1 - peak);
            return new Rate(
                    wave(1, first / finalDivisor, share), momenta.between(share, momenta.low(), momenta.high()));
        }
    }

    /**
     * What a cycle does to the momentum: {@code high} at both ends, {@code low} at the peak of the rate.
     *
     * @param cycled false to leave the optimiser its own
     */
    record Momenta(boolean cycled, double low, double high) {
        public Momenta {
            if (!(low >= 0 && low <= high && high < 1)) {
                throw new IllegalArgumentException(
                        "a momentum is cycled between 0 and below 1, got %s and %s".formatted(low, high));
            }
        }

        private OptionalDouble between(double share, double from, double to) {
            return cycled ? OptionalDouble.of(wave(from, to, share)) : OptionalDouble.empty();
        }
    }

    private static double wave(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }

    private static void requireGamma(double gamma) {
        if (!(gamma > 0 && gamma <= 1)) {
            throw new IllegalArgumentException("gamma is above 0 and at most 1, got " + gamma);
        }
    }
}
