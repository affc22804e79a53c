package io.resnet4j.training;

/**
 * How far a run has come.
 *
 * @param epochs that are finished, tests included
 * @param stepsInEpoch steps taken in the epoch that runs
 * @param steps taken in all
 * @param score of the batches of the epoch that runs
 * @param seconds that the epoch took so far
 */
public record TrainingPosition(int epochs, int stepsInEpoch, long steps, Score score, double seconds) {
    /** Before the first step. */
    static final TrainingPosition START = new TrainingPosition(0, 0, 0, Score.NONE, 0);

    /** Refuses what no run comes to. */
    public TrainingPosition {
        if (epochs < 0 || stepsInEpoch < 0 || steps < stepsInEpoch || !(seconds >= 0)) {
            throw new IllegalArgumentException("no run is in epoch %d at step %d of it, %d in all, after %s seconds"
                    .formatted(epochs, stepsInEpoch, steps, seconds));
        }
    }

    /**
     * One step further.
     *
     * @param batch how well the step's images were told apart
     * @param now seconds that the epoch took until now
     */
    TrainingPosition plus(Score batch, double now) {
        return new TrainingPosition(epochs, stepsInEpoch + 1, steps + 1, score.plus(batch), now);
    }
}
