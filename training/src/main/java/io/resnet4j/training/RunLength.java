package io.resnet4j.training;

/**
 * How long a run is.
 *
 * @param stepsPerEpoch batches of which an epoch consists
 */
public record RunLength(int epochs, int stepsPerEpoch) {
    /** Refuses a run of nothing. */
    public RunLength {
        if (epochs < 1 || stepsPerEpoch < 1) {
            throw new IllegalArgumentException(
                    "a run has at least one epoch of one step, got %d of %d".formatted(epochs, stepsPerEpoch));
        }
    }

    /** Steps of the whole run. */
    public long steps() {
        return (long) epochs * stepsPerEpoch;
    }
}
