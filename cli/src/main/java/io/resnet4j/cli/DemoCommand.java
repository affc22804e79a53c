package io.resnet4j.cli;

import io.resnet4j.cli.TrainingReport.Entry;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.inference.Classification;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Shows in a minute what resnet4j does: classifies photos, trains two nets, reads digits with one of them.",
        footer = {
            "",
            "Needs no network. The two nets have 44 layers each and differ in nothing but the shortcuts; the report shows what they"
                    + " are good for (He et al. 2015, figure 6).",
            "",
            "Example: resnet4j demo"
        })
final class DemoCommand implements Callable<Integer> {
    private static final int EPOCHS = 12;
    private static final List<String> PHOTOS = List.of("cat.png", "bird.jpg", "deer.jpg");
    private static final List<String> DIGITS = List.of("1", "3", "5", "7", "9");

    @Spec
    private CommandSpec command;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description =
                    "Where runs and report go. Default: resnet4j-demo, or the first of resnet4j-demo-2, -3, ... that is free.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        PrintWriter out = command.commandLine().getOut();
        Path folder = output == null ? free() : output;
        if (!isFree(folder)) {
            throw Usage.wrong(command, "%s: it is there and not an empty folder; name another".formatted(folder));
        }
        out.println("1. A trained net classifies photos: ResNet-20, which knows the ten classes of CIFAR-10");
        classifyPhotos(out);
        out.println();
        out.println("2. Two nets of 44 layers learn handwritten digits, a core each: one with shortcuts, one without");
        out.flush();
        List<RunRecord> runs = new DemoTraining(command.commandLine().getErr(), folder, EPOCHS).run();
        Table table = new Table("NET", ">LEARNT", ">HELD OUT", ">BEST");
        for (RunRecord run : runs) {
            TrainingCurves.Run curve = run.curve();
            table.row(
                    run.name(),
                    TrainingCurves.percent(curve.last().trainAccuracy()),
                    TrainingCurves.percent(curve.last().testAccuracy()),
                    TrainingCurves.percent(run.history().best().orElseThrow().testAccuracy()));
        }
        table.print(out);
        out.println();
        out.println("3. The net with shortcuts reads digits that it has not seen");
        readDigits(runs.get(0), out);
        out.println();
        report(folder, runs, out);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        out.printf("Done in %d s.%n", time.toSeconds());
        out.flush();
        return 0;
    }

    private static Path free() {
        return Stream.iterate(1, i -> i + 1)
                .map(i -> Path.of("resnet4j-demo" + (i == 1 ? "" : "-" + i)))
                .filter(Files::notExists)
                .findFirst()
                .orElseThrow();
    }

    /** What others have left there is not overwritten. */
    private static boolean isFree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Files.notExists(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static Classifier open(Model model) throws IOException {
        return Classifier.open(
                new OneDnnEngine(), model, SessionOptions.defaults().withPrecision(Precision.AUTO));
    }

    private static void classifyPhotos(PrintWriter out) throws IOException {
        try (Model model = EmbeddedModel.open();
                Classifier classifier = open(model)) {
            Table table = new Table("PHOTO", "CLASS", ">PROBABILITY");
            for (String photo : PHOTOS) {
                Classification result = classifier.classify(new PillowDecoder().decode(sample(photo), photo));
                table.row(photo, label(result), probability(result));
            }
            table.print(out);
        }
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream("samples/" + name)) {
            return in.readAllBytes();
        }
    }

    private static String label(Classification result) {
        return result.top(1).get(0).label();
    }

    private static String probability(Classification result) {
        return "%.1f %%".formatted(100 * result.top(1).get(0).probability());
    }

    /** A digit of some kinds, drawn beside each other, with what the net takes them for below. */
    private static void readDigits(RunRecord run, PrintWriter out) throws IOException {
        DataSet digits = run.job().data().test().orElseThrow();
        List<Integer> labels =
                digits.samples().stream().map(DataSet.Sample::label).toList();
        try (Model model = Model.open(run.folder());
                Classifier classifier = open(model)) {
            DigitStrip strip = new DigitStrip();
            for (String digit : DIGITS) {
                int index = labels.indexOf(digits.classes().indexOf(digit));
                Image image = digits.image(index, run.job().decoder());
                Classification result = classifier.classify(image);
                strip.add(image, "%s (%s)".formatted(label(result), probability(result)), "is " + digit);
            }
            strip.print(out);
        }
    }

    private static void report(Path folder, List<RunRecord> runs, PrintWriter out) throws IOException {
        Path trained = runs.get(0).folder();
        List<Entry> next = List.of(
                new Entry("classify your own photos", "resnet4j classify photo.jpg"),
                new Entry(
                        "test the net just trained",
                        "resnet4j validate --weights %s digits".formatted(RunRecord.quoted(trained))),
                new Entry("train it longer", "resnet4j train digits --recipe digits --epochs 60 -o runs/digits"),
                new Entry("use one that knows ImageNet", "resnet4j classify --model resnet50 photo.jpg"));
        RunRecord.write(folder, "The same net with and without shortcuts, on digits", runs, next);
        out.printf(
                "4. The report is in %s; its pictures are curves.png and .svg beside it%n",
                folder.resolve("report.html"));
        out.println();
        out.println("What to try next:");
        next.forEach(entry -> out.printf("  %-28s  %s%n", entry.name(), entry.value()));
        out.println();
    }
}
