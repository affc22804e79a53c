package io.resnet4j.cli;

import io.resnet4j.training.History;
import io.resnet4j.training.LossNotFiniteException;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Score;
import io.resnet4j.training.Settings;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.training.TrainingPosition;
import io.resnet4j.training.TrainingState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** A run as people see it: a progress bar while it lasts, curves and a report in its folder, and Ctrl-C as a way to stop it. */
final class TrainingView {
    private final PrintWriter out;
    private final PrintWriter err;
    private final TrainingJob job;
    private final RunFolder folder;
    private final Training training;
    private volatile boolean stopping;

    TrainingView(CommandSpec command, TrainingJob job, RunFolder folder, Training training) {
        out = command.commandLine().getOut();
        err = command.commandLine().getErr();
        this.job = job;
        this.folder = folder;
        this.training = training;
    }

    /**
     * Sees the run through.
     *
     * @return whether it came to its end
     */
    boolean run() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        Thread stopper = new Thread(() -> stop(ended), "resnet4j-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        try (TrainingProgress progress = new TrainingProgress(
                err, training.length().epochs(), images(training.state().position()))) {
            return run(progress);
        } catch (IOException e) {
            if (!stopping) {
                throw e;
            }
            err.println(Main.complaint(Main.message(e))); // the virtual machine ends before anybody else says it
            err.flush();
            return false;
        } finally {
            ended.countDown();
            forget(stopper);
        }
    }

    /** How many images an epoch has: those of the data, or fewer where a last batch that is not full is left out. */
    private int images(TrainingPosition position) {
        int batch = job.recipe().get(Settings.BATCH_SIZE);
        return Math.min(job.data().train().samples().size(), training.length().stepsPerEpoch() * batch);
    }

    private boolean run(TrainingProgress progress) throws IOException {
        progress.announce(
                "%s on %s with %s".formatted(name(), job.recipe().get(Settings.DATA), training.description()));
        TrainingPosition from = training.state().position();
        progress.begin(from.epochs() + 1, from.score().images());
        try {
            TrainingState end = training.run(new Follower(progress));
            boolean complete = end.position().epochs() == training.length().epochs();
            if (end.history().rows().isEmpty()) {
                progress.say(stopped(end));
                return complete;
            }
            RunRecord record = new RunRecord(name(), job, training.description(), end.history(), folder.path());
            record.write();
            if (complete) {
                progress.finish(out, record.curve(), folder.path().toString());
            } else {
                progress.say(stopped(end));
            }
            return complete;
        } catch (LossNotFiniteException e) {
            progress.close();
            throw new IOException("%s; what was saved before stays in %s".formatted(e.getMessage(), folder.path()), e);
        }
    }

    private String name() {
        return job.start().spec().name();
    }

    private String stopped(TrainingState end) {
        return "stopped after step %,d, in epoch %d; to go on: resnet4j train --resume %s"
                .formatted(end.position().steps(), end.position().epochs() + 1, RunRecord.quoted(folder.path()));
    }

    /** While the virtual machine ends, on Ctrl-C: the run is told, and saves itself before all is over. */
    void stop(CountDownLatch ended) {
        stopping = true;
        training.stop();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // the virtual machine ends already, and has called it
        }
    }

    /** Tells the progress what the run tells. */
    private record Follower(TrainingProgress progress) implements Training.Listener {
        @Override
        public void featuresMade(int images, int of) {
            progress.features(images, of);
        }

        @Override
        public void stepped(TrainingPosition position, Score batch) {
            progress.step(batch);
        }

        @Override
        public void epochEnded(History.Row row) {
            progress.end(row);
            progress.begin(row.epoch() + 1, 0);
        }
    }
}
