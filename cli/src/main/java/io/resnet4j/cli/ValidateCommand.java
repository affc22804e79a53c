package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.Classification;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.Validation;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Printable;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.RawImages;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
            "Example: resnet4j validate --model resnet50 folder:imagenet/val"
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
            description = "Write every image's label and prediction, as numbers, to this CSV file.")
    private Path predictions;

    @Mixin
    private DecoderOptions decoding;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        Usage.atLeastOne(command, "--batch-size", batchSize);
        output.refuseCsv("the figures are of different kinds; --predictions FILE writes a table");
        SessionOptions options = model.sessionOptions();
        ImageDecoder decoder = decoding.decoder();
        checkPredictionsFolder();
        StringBuilder csv = new StringBuilder("file,label,prediction\n");
        Validation result;
        boolean whole;
        try (DataSet set = open();
                Model opened = model.open();
                Classifier classifier = Classifier.open(new OneDnnEngine(), opened, options);
                Progress progress = new Progress(
                        command.commandLine().getErr(), set.samples().size())) {
            noteOtherNames(set.classes(), classifier.labels().names());
            Validation.Pace pace = new Validation.Pace(batchSize, options.threads());
            whole = output.isWhole(set);
            result = Validation.run(classifier, decoder, set, pace, listener(csv, progress));
        }
        output.print(out -> print(result, out), json -> write(result, json));
        if (predictions != null) {
            AtomicFile.write(predictions, csv.toString().getBytes(StandardCharsets.UTF_8));
        }
        return result.failures().isEmpty() && whole ? 0 : 1;
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
        boolean numbers = classes.stream().allMatch(name -> name.matches("n\\d{8}"));
        boolean compared = classes.size() == labels.size() && !numbers;
        if (compared
                && IntStream.range(0, classes.size())
                        .noneMatch(i -> classes.get(i).equalsIgnoreCase(labels.get(i)))) {
            String note =
                    "note: no class is called alike in the data and in the model, where the first is %s and %s; only their order counts"
                            .formatted(classes.get(0), labels.get(0));
            command.commandLine().getErr().println(Printable.of(note));
        }
    }

    /** Before hours of work, not after. */
    private void checkPredictionsFolder() throws IOException {
        if (predictions != null) {
            Path folder = predictions.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(predictions)) {
                throw new MalformedFileException(predictions.toString(), "no file can be written there");
            }
        }
    }

    private static Validation.Listener listener(StringBuilder csv, Progress progress) {
        return new Validation.Listener() {
            @Override
            public void classified(Sample sample, Classification result) {
                csv.append(Csv.quoted(sample.path())).append(',');
                csv.append(sample.label()).append(',');
                csv.append(result.best()).append('\n');
                progress.step();
            }

            @Override
            public void failed(Validation.Failure failure) {
                progress.step();
            }
        };
    }

    private void print(Validation result, PrintWriter out) {
        out.printf("top-1     %6.2f %%%n", result.top1Percent());
        out.printf("top-5     %6.2f %%%n", result.top5Percent());
        out.printf("images    %6d%n", result.images());
        out.printf("images/s  %6.0f%n", result.imagesPerSecond());
        out.flush();
        result.failures().forEach(failure -> output.complain(Main.message(failure.cause())));
    }

    private static void write(Validation result, JsonGenerator json) throws IOException {
        json.writeStartObject();
        writeShare("top1", result.top1Percent(), json);
        writeShare("top5", result.top5Percent(), json);
        json.writeNumberField("images", result.images());
        json.writeNumberField("imagesPerSecond", result.imagesPerSecond());
        json.writeArrayFieldStart("failures");
        for (Validation.Failure failure : result.failures()) {
            json.writeStartObject();
            json.writeStringField("file", failure.sample().path());
            json.writeStringField("error", Main.message(failure.cause()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A share of no images is null: JSON has no NaN. */
    private static void writeShare(String name, double percent, JsonGenerator json) throws IOException {
        if (Double.isNaN(percent)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, percent);
        }
    }
}
