package io.resnet4j.cli;

import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Validation;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.RawImages;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = "Measures how often a model is right on labelled images.",
        footer = {
            "",
            "Of a published set that has lost images those that are there are counted, and the exit code is 1.",
            "Classes of folder: are numbered in the order of their folders' names, as torchvision's ImageFolder numbers them.",
            "The loss is the mean cross-entropy; ECE, the expected calibration error, is how far the probabilities of the"
                    + " predictions are from the share that is right (15 bins, Guo et al. 2017).",
            "",
            "Example: resnet4j validate --model resnet50 --report r50 folder:imagenet/val"
        })
final class ValidateCommand implements Callable<Integer> {
    static final String DATA =
            "folder:DIR with one folder a class, or folder:FILE.zip, folder:FILE.tar, folder:FILE.zip!/DIR;"
                    + " cifar10:PATH or cifar100:PATH, the published .tar.gz or what it unpacks to, or without :PATH the downloaded"
                    + " one; digits. Of CIFAR and digits the images for tests, unless !/train follows.";

    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions model;

    @Parameters(paramLabel = "DATA", description = DATA)
    private String data;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Images per batch. Default: 64.")
    private int batchSize;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Write every image's label and prediction, as numbers, and its probability to this CSV file.")
    private Path predictions;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Write all results to this folder: predictions.csv, classes.csv, confusion.csv and confusion.png"
                            + " (which class is taken for which), gallery.html (the worst mistakes), summary.json.")
    private Path report;

    @Mixin
    private DecoderOptions decoding;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        Usage.atLeastOne(command, "--batch-size", batchSize);
        ImageDecoder decoder = decoding.decoder();
        checkFolders();
        try (DataSet set = open();
                Model opened = model.open();
                Classifier classifier = Classifier.open(
                        new OneDnnEngine(),
                        opened,
                        model.sessionOptions(set.samples().size()))) {
            if (report != null) {
                ValidationReport.check(report, set);
            }
            noteOtherNames(set.classes(), classifier.labels().names());
            boolean whole = output.isWhole(set);
            Answers answers;
            Validation result;
            try (Progress progress =
                    new Progress(command.commandLine().getErr(), set.samples().size())) {
                answers = new Answers(set, progress);
                Validation.Pace pace = new Validation.Pace(batchSize, model.cores());
                result = Validation.run(classifier, decoder, set, pace, answers);
            }
            ValidationFigures figures =
                    new ValidationFigures(opened.network().name(), set, result, answers.metrics(), classifier.labels());
            output.print(figures::print, figures::write, figures::write);
            complainOf(result.failures());
            complainOf(answers.metrics().notNumbers());
            if (predictions != null) {
                AtomicFile.write(predictions, answers.predictions().getBytes(StandardCharsets.UTF_8));
            }
            if (report != null) {
                Gallery gallery = new Gallery(
                        set, decoder, figures.names(), figures.labels().names());
                ValidationReport.write(report, figures, answers, gallery);
            }
            boolean answered = answers.metrics().notNumbers() == 0;
            return answered && whole && result.failures().isEmpty() ? 0 : 1;
        }
    }

    private DataSet open() throws IOException {
        DataSet set = DataSets.open(data);
        try {
            if (set instanceof RawImages) {
                decoding.refuse(data + " holds pixels, not image files");
            }
            return set;
        } catch (ParameterException e) {
            set.close();
            throw e;
        }
    }

    /**
     * Where there are as many names and none is where the model has it, an order may be wrong that nobody sees. ImageNet's
     * folders are called by WordNet's numbers (n01440764), whose order is that of its classes.
     */
    private void noteOtherNames(List<String> classes, List<String> labels) {
        boolean compared = classes.size() == labels.size() && !ValidationFigures.areNumbers(classes);
        if (compared
                && IntStream.range(0, classes.size())
                        .noneMatch(i -> classes.get(i).equalsIgnoreCase(labels.get(i)))) {
            Usage.note(
                    command,
                    "no class is called alike in the data and in the model, where the first is %s and %s; only their order counts"
                            .formatted(classes.get(0), labels.get(0)));
        }
    }

    /** Before hours of work, not after. */
    private void checkFolders() throws IOException {
        if (report != null) {
            OutputPaths.checkFolder(report, ValidationReport.FILES);
        }
        if (predictions != null) {
            OutputPaths.checkFile(predictions);
        }
    }

    /** JSON has them among the results. */
    private void complainOf(List<Validation.Failure> failures) {
        if (output.format() != OutputOptions.Format.JSON) {
            failures.forEach(failure -> output.complain(Main.message(failure.cause())));
        }
    }

    private void complainOf(int notNumbers) {
        if (notNumbers > 0) {
            output.complain(
                    "NaN in %d answers: they count as wrong and leave no loss and no ECE; the weights must be damaged"
                            .formatted(notNumbers));
        }
    }
}
