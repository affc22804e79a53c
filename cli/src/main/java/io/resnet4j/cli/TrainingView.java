package io.resnet4j.cli;

import io.resnet4j.cli.TrainingCurves.Point;
import io.resnet4j.cli.TrainingReport.Entry;
import io.resnet4j.cli.TrainingReport.Section;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.Processor;
import io.resnet4j.training.History;
import io.resnet4j.training.LossNotFiniteException;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Score;
import io.resnet4j.training.Settings;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.training.TrainingPosition;
import io.resnet4j.training.TrainingState;
import io.resnet4j.vision.DataSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** A run as people see it: a progress bar while it lasts, curves and a report in its folder, and Ctrl-C as a way to stop it. */
final class TrainingView {
    private final PrintWriter err;
    private final TrainingJob job;
    private final RunFolder folder;
    private final Training training;

    TrainingView(CommandSpec command, TrainingJob job, RunFolder folder, Training training) {
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
        progress.announce("%s with %s".formatted(title(), training.description()));
        TrainingPosition from = training.state().position();
        progress.begin(from.epochs() + 1, from.score().images());
        try {
            TrainingState end = training.run(new Follower(progress));
            boolean complete = end.position().epochs() == training.length().epochs();
            if (end.history().rows().isEmpty()) {
                progress.say(stopped(end));
                return complete;
            }
            TrainingCurves.Run run = curve(end);
            write(run);
            if (complete) {
                progress.finish(run, folder.path().toString());
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

    private String data() {
        return job.recipe().get(Settings.DATA);
    }

    private String title() {
        return "%s on %s".formatted(name(), data());
    }

    private String stopped(TrainingState end) {
        return "stopped after step %,d, in epoch %d; to go on: resnet4j train --resume %s"
                .formatted(end.position().steps(), end.position().epochs() + 1, folder.path());
    }

    /** While the virtual machine ends, on Ctrl-C: the run is told, and saves itself before all is over. */
    private void stop(CountDownLatch ended) {
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
        public void stepped(TrainingPosition position, Score batch) {
            progress.step(batch);
        }

        @Override
        public void epochEnded(History.Row row) {
            progress.end(point(row));
            progress.begin(row.epoch() + 1, 0);
        }
    }

    private TrainingCurves.Run curve(TrainingState state) {
        return new TrainingCurves.Run(
                name(), state.history().rows().stream().map(TrainingView::point).toList());
    }

    private static Point point(History.Row row) {
        return new Point(
                row.epoch(),
                row.rate(),
                row.trainLoss(),
                row.trainAccuracy(),
                row.testLoss(),
                row.testAccuracy(),
                row.imagesPerSecond(),
                row.seconds());
    }

    private void write(TrainingCurves.Run run) throws IOException {
        TrainingCurves curves = new TrainingCurves(title(), List.of(run));
        write("curves.png", curves.png());
        write("curves.svg", curves.svg().getBytes(StandardCharsets.UTF_8));
        write("report.html", report(run).html().getBytes(StandardCharsets.UTF_8));
    }

    private void write(String file, byte[] content) throws IOException {
        AtomicFile.write(folder.path().resolve(file), content);
    }

    private TrainingReport report(TrainingCurves.Run run) {
        List<Entry> configuration = job.recipe().settings().stream()
                .map(chosen -> new Entry(chosen.setting().name(), chosen.value()))
                .toList();
        List<Entry> provenance = List.of(
                new Entry("engine", training.description()),
                new Entry("processor", Processor.name()),
                new Entry("Java", Runtime.version().toString()));
        List<Entry> files = List.of(
                new Entry("model.safetensors", "the weights, with all that classify, validate and embed need"),
                new Entry("best.ckpt.safetensors", "the checkpoint of the epoch with the best test"),
                new Entry("last.ckpt.safetensors", "the checkpoint to go on from"),
                new Entry("history.csv", "the table below"),
                new Entry("config.yaml", "the settings, for --config"),
                new Entry("provenance.json", "versions, machine and data"),
                new Entry("curves.png", "the picture above; curves.svg too"));
        Path path = folder.path();
        List<Entry> next = List.of(
                new Entry("classify photos with it", "resnet4j classify --weights %s photo.jpg".formatted(path)),
                new Entry(
                        "see what it takes for what",
                        "resnet4j validate --weights %s --report %s/validation %s".formatted(path, path, tested())),
                new Entry(
                        "train longer",
                        "resnet4j train --config %s/config.yaml %s --epochs %d -o %s-longer"
                                .formatted(
                                        path,
                                        job.recipe().get(Settings.DATA),
                                        2 * training.length().epochs(),
                                        path)));
        int tested = job.data().test().map(data -> data.samples().size()).orElse(0);
        return new TrainingReport(
                title(),
                data(),
                job.data().train().samples().size(),
                tested,
                List.of(new Section(run, configuration, provenance, files)),
                next);
    }

    private String tested() {
        return job.data().test().map(DataSet::name).orElse("DATA");
    }
}
