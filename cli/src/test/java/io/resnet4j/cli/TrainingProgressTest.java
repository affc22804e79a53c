package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.training.History;
import io.resnet4j.training.Score;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
    private static final long SECOND = 1_000_000_000;
    private static final Score HALF_RIGHT = new Score(1.5, 50, 100);
    private static final Score ALL_RIGHT = new Score(0.5, 100, 100);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private long now = 77;

    private TrainingProgress progress(boolean terminal, int epochs, int images) {
        return new TrainingProgress(new PrintWriter(err), epochs, images, terminal, () -> now);
    }

    private void step(TrainingProgress progress, Score score, long nanos) {
        now += nanos;
        progress.step(score);
    }

    private static History.Row point(int epoch, double test) {
        return new History.Row(epoch, epoch, 0.05, 1.25, 62.5, 1, test, 100, 2.04);
    }

    /** The bars that were drawn, without what only hides longer ones. */
    private List<String> bars() {
        return Arrays.stream(err.toString().split("\\r"))
                .filter(bar -> bar.matches("epoch \\S+ \\[.*(?s:.*)"))
                .map(String::stripTrailing)
                .toList();
    }

    @Test
    void onATerminalALineIsRedrawnWithTheMeansOfTheEpoch() {
        try (TrainingProgress progress = progress(true, 2, 200)) {
            progress.begin(1, 0);
            step(progress, HALF_RIGHT, SECOND);
            step(progress, ALL_RIGHT, SECOND);
            progress.end(point(1, 70));
            now += 2 * SECOND; // the test takes time too
            progress.begin(2, 0);
            step(progress, ALL_RIGHT, SECOND);
            step(progress, ALL_RIGHT, SECOND);
            progress.end(point(2, 71));
        }
        assertEquals(
                List.of(
                        "epoch 1/2 [=====     ] loss 1.500, 50.0 %, 100 images/s, 3 s left",
                        "epoch 1/2 [==========] loss 1.000, 75.0 %, 100 images/s, 2 s left",
                        "epoch 2/2 [=====     ] loss 0.500, 100.0 %, 60 images/s, 2 s left",
                        "epoch 2/2 [==========] loss 0.500, 100.0 %, 67 images/s"),
                bars());
        List<String> lines = Arrays.stream(err.toString().split("\n"))
                .map(line -> line.substring(line.lastIndexOf('\r') + 1).stripTrailing())
                .toList();
        assertEquals(
                List.of(
                        "epoch 1/2: loss 1.2500, train 62.50 %, test 70.00 %, lr 0.0500, 100 images/s, 2.0 s",
                        "epoch 2/2: loss 1.2500, train 62.50 %, test 71.00 %, lr 0.0500, 100 images/s, 2.0 s"),
                lines,
                "stay, and the next line begins in one of its own");
    }

    @Test
    void aTerminalsLineIsNotLongerThanATerminal() {
        try (TrainingProgress progress = progress(true, 200, 50_000)) {
            progress.begin(100, 49_000);
            step(progress, new Score(12.3456, 100, 100), 2 * SECOND);
        }
        String bar = bars().get(0);
        assertEquals("epoch 100/200 [========= ] loss 12.346, 100.0 %, 50 images/s, 27 h 46 min left", bar);
        assertTrue(bar.length() < 80, bar.length() + "");
    }

    @Test
    void elsewhereAnEpochIsALine() {
        try (TrainingProgress progress = progress(false, 2, 200)) {
            progress.announce("resnet8 on digits");
            progress.begin(1, 0);
            step(progress, HALF_RIGHT, SECOND);
            step(progress, HALF_RIGHT, SECOND);
            progress.end(point(1, 70));
            progress.begin(2, 0);
            step(progress, HALF_RIGHT, SECOND);
            step(progress, HALF_RIGHT, SECOND);
            progress.end(point(2, Double.NaN));
            progress.finish(
                    new PrintWriter(out),
                    new TrainingCurves.Run("resnet8", new History(List.of(point(1, 70), point(2, 69)))),
                    "runs/resnet8");
        }
        assertEquals(
                "resnet8: 2 epochs in 5 s, train 62.50 %, test 69.00 %, best 70.00 % in epoch 1",
                out.toString().strip());
        assertEquals(
                List.of(
                        "resnet8 on digits, 2 epochs of 200 images",
                        "epoch 1/2: loss 1.2500, train 62.50 %, test 70.00 %, lr 0.0500, 100 images/s, 2.0 s",
                        "epoch 2/2: loss 1.2500, train 62.50 %, test not measured, lr 0.0500, 100 images/s, 2.0 s",
                        "all files are in runs/resnet8"),
                err.toString().lines().toList());
    }

    /** A run that was stopped in the third of four epochs: what was trained before took none of this process's time. */
    @Test
    void theTimeLeftIsThatOfWhatIsLeft() {
        try (TrainingProgress progress = progress(true, 4, 200)) {
            progress.begin(3, 100);
            step(progress, HALF_RIGHT, 10 * SECOND);
        }
        assertEquals(List.of("epoch 3/4 [==========] loss 1.500, 50.0 %, 10 images/s, 20 s left"), bars());
    }

    /** What makes features has another pace than what learns from them. */
    @Test
    void theTimeLeftIsThatOfLearningWhereFeaturesAreMadeFirst() {
        try (TrainingProgress progress = progress(true, 2, 200)) {
            now += 300 * SECOND;
            progress.features(200, 200);
            progress.begin(1, 0);
            step(progress, HALF_RIGHT, SECOND);
        }
        assertEquals(List.of("epoch 1/2 [=====     ] loss 1.500, 50.0 %, 100 images/s, 3 s left"), bars());
        assertTrue(
                err.toString().contains("features [==========] of 200 images\rfeatures of 200 images are made"),
                err.toString());
    }

    @Test
    void aTerminalIsRedrawnTenTimesASecondAtMost() {
        try (TrainingProgress progress = progress(true, 1, 100_000)) {
            progress.begin(1, 0);
            for (int i = 0; i < 1000; i++) {
                step(progress, HALF_RIGHT, SECOND / 200);
            }
        }
        assertTrue(bars().size() > 40 && bars().size() <= 51, bars().size() + " bars in 5 seconds");
    }

    /** Two runs one after the other, as demo shows them. */
    @Test
    void aLineBeginsBelowTheBar() {
        try (TrainingProgress progress = progress(true, 1, 100)) {
            progress.announce("plain8 on digits");
            progress.begin(1, 0);
            step(progress, HALF_RIGHT, SECOND);
            progress.finish(
                    new PrintWriter(out),
                    new TrainingCurves.Run("plain8", new History(List.of(point(1, 70)))),
                    "runs/plain8");
        }
        List<String> lines = err.toString().lines().map(String::stripTrailing).toList();
        assertEquals("plain8 on digits, 1 epoch of 100 images", lines.get(0));
        assertEquals("all files are in runs/plain8", lines.get(lines.size() - 1));
        assertTrue(lines.get(lines.size() - 2).contains("epoch 1/1 [==========]"), err.toString());
        assertEquals(
                "plain8: 1 epoch in 3 s, train 62.50 %, test 70.00 %",
                out.toString().strip());
    }
}
