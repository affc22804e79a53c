package io.resnet4j.cli;

import io.resnet4j.cli.TrainingCurves.Run;
import io.resnet4j.cli.TrainingReport.Entry;
import io.resnet4j.cli.TrainingReport.Section;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.Processor;
import io.resnet4j.training.History;
import io.resnet4j.training.Settings;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.vision.DataSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What there is to show of a run.
 *
 * @param name of the run among others
 * @param engine what trained it
 * @param folder where its files are
 */
record RunRecord(String name, TrainingJob job, String engine, History history, Path folder) {
    /** Writes curves and report of this run into its folder. */
    void write() throws IOException {
        List<Entry> next = List.of(
                new Entry(
                        "classify photos with it",
                        "resnet4j classify --weights %s photo.jpg".formatted(quoted(folder))),
                new Entry(
                        "see what it takes for what",
                        "resnet4j validate --weights %s --report %s %s"
                                .formatted(quoted(folder), quoted(folder.resolve("validation")), quoted(tested()))),
                new Entry(
                        "train twice as long",
                        "resnet4j %s --config %s --epochs %d -o %s"
                                .formatted(
                                        verb(),
                                        quoted(folder.resolve("config.yaml")),
                                        2 * job.recipe().get(Settings.EPOCHS),
                                        quoted(folder + "-longer"))));
        write(folder, "%s on %s".formatted(name, data()), List.of(this), next);
    }

    /** Writes curves and report of runs on the same data, to be compared. */
    static void write(Path folder, String title, List<RunRecord> runs, List<Entry> next) throws IOException {
        TrainingCurves curves =
                new TrainingCurves(title, runs.stream().map(RunRecord::curve).toList());
        TrainingJob job = runs.get(0).job;
        TrainingReport report = new TrainingReport(
                title,
                runs.get(0).data(),
                job.data().train().samples().size(),
                job.data().test().map(data -> data.samples().size()).orElse(0),
                runs.stream().map(run -> run.section(folder)).toList(),
                next);
        write(folder, "curves.png", curves.png());
        write(folder, "curves.svg", curves.svg().getBytes(StandardCharsets.UTF_8));
        write(folder, "report.html", report.html().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path folder, String file, byte[] content) throws IOException {
        AtomicFile.write(folder.resolve(file), content);
    }

    /** What a picture shows of it. */
    Run curve() {
        return new Run(name, history);
    }

    /** What a report in {@code page} tells of it. */
    private Section section(Path page) {
        List<Entry> configuration = job.recipe().settings().stream()
                .map(chosen -> new Entry(chosen.setting().name(), chosen.value()))
                .toList();
        List<Entry> provenance = List.of(
                new Entry("engine", engine),
                new Entry("processor", Processor.name()),
                new Entry("Java", Runtime.version().toString()));
        String beside = page.equals(folder) ? "" : page.relativize(folder) + "/";
        List<Entry> files = Stream.of(
                        new Entry("model.safetensors", "the weights, with all that classify, validate and embed need"),
                        new Entry("best.ckpt.safetensors", "the checkpoint of the epoch with the best test"),
                        new Entry("last.ckpt.safetensors", "the checkpoint to go on from"),
                        new Entry("history.csv", "the table of epochs"),
                        new Entry("config.yaml", "the settings, for --config"),
                        new Entry("provenance.json", "versions, machine and data"))
                .filter(file -> Files.exists(folder.resolve(file.name()))) // without tests nothing is best
                .map(file -> new Entry(beside + file.name(), file.value()))
                .toList();
        return new Section(curve(), configuration, provenance, files);
    }

    private String verb() {
        return SettingOptions.named(job.recipe(), Settings.WEIGHTS).isPresent() ? "finetune" : "train";
    }

    private String data() {
        return job.recipe().get(Settings.DATA);
    }

    /** Where a share of the images is tested with, the data hold those that were learnt from too: these are not named. */
    private String tested() {
        return job.data()
                .test()
                .map(DataSet::name)
                .filter(name -> !name.equals(job.data().train().name()))
                .orElse("DATA");
    }

    /** A word as a shell takes it for one, whatever is in it. */
    static String quoted(Object word) {
        String text = word.toString();
        return text.matches("[\\w./:!@=,+-]+") ? text : "'%s'".formatted(text.replace("'", "'\\''"));
    }
}
