package io.resnet4j.inference.engine;

import io.resnet4j.inference.Profile.StepTime;
import io.resnet4j.inference.Step;
import java.util.ArrayList;
import java.util.List;

/** What a step took, run by run. */
public final class StepTimes {
    private final Step step;
    private final List<Long> runs = new ArrayList<>();
    private long now;

    /** Refuses a profile of no runs. */
    public static void checkRuns(int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("a profile takes at least one run, got " + runs);
        }
    }

    public StepTimes(Step step) {
        this.step = step;
    }

    Step step() {
        return step;
    }

    /** Adds to the run that goes on. */
    public void add(long nanos) {
        now += nanos;
    }

    /** What is added from now on belongs to the next run. */
    public void endRun() {
        runs.add(now);
        now = 0;
    }

    /** The step and the median of its runs, of which there is at least one. */
    public StepTime median(String implementation) {
        List<Long> sorted = runs.stream().sorted().toList();
        return new StepTime(step, implementation, sorted.get(sorted.size() / 2) / 1e9);
    }
}
