package io.resnet4j.cli;

import io.resnet4j.training.History;
import io.resnet4j.training.Score;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a training run has come: a line for each epoch, and on a terminal a bar that redraws itself. */
final class TrainingProgress implements AutoCloseable {
    /** Short, so that all figures fit into 80 columns. */
    private static final int WIDTH = 10;

    private static final double SECOND = 1e9;
    private static final long REDRAW_NANOS = 100_000_000;

    private final StatusLine line;
    private final int epochs;
    private final int images;
    private final LongSupplier clock;
    /** Of the work that goes on now. */
    private long start;

    private int epoch;
    private Score score = Score.NONE;
    /** Of this process; a run that goes on where it was stopped begins with none. */
    private long trained;

    private long inEpoch;
    private long drawn;

    /**
     * Shown on stderr.
     *
     * @param epochs of the whole run
     * @param images of an epoch
     */
    TrainingProgress(PrintWriter err, int epochs, int images) {
        this(err, epochs, images, Terminal.ERR, System::nanoTime);
    }

    TrainingProgress(PrintWriter err, int epochs, int images, boolean terminal, LongSupplier clock) {
        line = new StatusLine(err, terminal);
        this.epochs = epochs;
        this.images = images;
        this.clock = clock;
        start = clock.getAsLong();
    }

    /** Says in a line what is trained on what. */
    void announce(String what) {
        line.say("%s, %s of %,d images".formatted(what, epochs(epochs), images));
    }

    /** Of so many images it is known what the backbone makes of them. */
    void features(int made, int of) {
        long now = (clock.getAsLong() - start) / REDRAW_NANOS;
        if (line.isTerminal() && (now > drawn || made == of)) {
            drawn = now;
            line.draw(new StatusLine.Bar("features ", WIDTH, made, of, "of %,d images".formatted(of)));
        }
        if (made == of) {
            line.replace("features of %,d images are made".formatted(of));
            start = clock.getAsLong(); // what comes now has another pace
            drawn = 0;
        }
    }

    /**
     * Begins an epoch, or goes on in one.
     *
     * @param epoch from 1 on
     * @param done how many of its images were trained before
     */
    void begin(int epoch, int done) {
        this.epoch = epoch;
        inEpoch = done;
        score = Score.NONE;
    }

    /** So many images more, and how well they were told apart. */
    void step(Score step) {
        score = score.plus(step);
        trained += step.images();
        inEpoch += step.images();
        long now = (clock.getAsLong() - start) / REDRAW_NANOS;
        if (line.isTerminal() && (now > drawn || inEpoch == images)) {
            drawn = now;
            draw();
        }
    }

    private void draw() {
        double seconds = (clock.getAsLong() - start) / SECOND;
        long left = (long) (epochs - epoch) * images + images - inEpoch;
        String figures = String.format(
                        Locale.ROOT,
                        "loss %.3f, %.1f %%, %.0f images/s",
                        score.loss(),
                        score.accuracyPercent(),
                        trained / seconds)
                + (left > 0 ? ", %s left".formatted(Progress.time(seconds / trained * left)) : "");
        line.draw(new StatusLine.Bar("epoch %d/%d ".formatted(epoch, epochs), WIDTH, inEpoch, images, figures));
    }

    /** An epoch is done, with its test. */
    void end(History.Row row) {
        line.replace(String.format(
                Locale.ROOT,
                "epoch %d/%d: loss %.4f, train %s, test %s, lr %.3g, %.0f images/s, %.1f s",
                row.epoch(),
                epochs,
                row.trainLoss(),
                TrainingCurves.percent(row.trainAccuracy()),
                TrainingCurves.percent(row.testAccuracy()),
                row.rate(),
                row.imagesPerSecond(),
                row.seconds()));
    }

    /** Says something in a line of its own. */
    void say(String text) {
        line.say(text);
    }

    /**
     * Says in a line how it went and in another where it lies.
     *
     * @param out gets the first, which is the result
     * @param files the folder of the run
     */
    void finish(PrintWriter out, TrainingCurves.Run run, String files) {
        line.end();
        out.printf(
                "%s: %s in %s, train %s, test %s%n",
                run.name(),
                epochs(run.last().epoch()),
                Progress.time(run.seconds()),
                TrainingCurves.percent(run.last().trainAccuracy()),
                run.tested());
        out.flush();
        line.say("all files are in " + files);
    }

    private static String epochs(int count) {
        return count == 1 ? "1 epoch" : count + " epochs";
    }

    /** Leaves the terminal's line to what comes next. */
    @Override
    public void close() {
        line.end();
    }
}
