package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.Classification;
import io.resnet4j.inference.Classification.Prediction;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Result;
import io.resnet4j.io.Printable;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.Photo;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "classify",
        description = "Says what photos show: the likeliest classes, and how likely each is.",
        footer = {
            "",
            "Photos that cannot be read are listed on stderr when the others are done; the exit code is then 1.",
            "",
            "Examples:",
            "  resnet4j classify photo.jpg",
            "  resnet4j classify --model resnet50 --format csv holiday/",
            "  resnet4j classify --model resnet50 --weights my.pth --classes 7 photo.jpg"
        })
final class ClassifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PhotoOptions photos;

    @Option(names = "--top", paramLabel = "K", defaultValue = "5", description = "Labels per photo. Default: 5.")
    private int top;

    @Option(names = "--logits", description = "Print the logits of all classes too (JSON only).")
    private boolean logits;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        Usage.atLeastOne(command, "--top", top);
        if (logits && output.format() != OutputOptions.Format.JSON) {
            throw Usage.wrong(command, "--logits needs --format json");
        }
        PhotoRun run = photos.prepare(model);
        try (Model opened = model.open();
                Classifier classifier = Classifier.open(new OneDnnEngine(), opened, run.options())) {
            return print(run, classifier, output.out());
        }
    }

    private int print(PhotoRun run, Classifier classifier, PrintWriter out) throws IOException {
        return switch (output.format()) {
            case TEXT -> run.print(classifier, (photo, result) -> print(photo, result.classification(), out));
            case JSON -> printJson(run, classifier, out);
            case CSV -> printCsv(run, classifier, new Csv(out));
        };
    }

    private void print(Photo photo, Classification classification, PrintWriter out) {
        out.println(Printable.of(photo.name()));
        for (Prediction prediction : classification.top(top)) {
            out.printf("  %6.2f %%  %s%n", 100 * prediction.probability(), Printable.of(prediction.label()));
        }
    }

    private int printCsv(PhotoRun run, Classifier classifier, Csv csv) throws IOException {
        csv.row("file", "rank", "index", "label", "probability");
        return run.print(classifier, (photo, result) -> {
            List<Prediction> predictions = result.classification().top(top);
            for (int i = 0; i < predictions.size(); i++) {
                Prediction prediction = predictions.get(i);
                csv.row(photo.name(), i + 1, prediction.index(), prediction.label(), prediction.probability());
            }
        });
    }

    private int printJson(PhotoRun run, Classifier classifier, PrintWriter out) throws IOException {
        int exitCode;
        try (JsonGenerator json = OutputOptions.json(out)) {
            json.writeStartArray();
            exitCode = run.print(classifier, new Objects(json));
            json.writeEndArray();
        }
        out.println();
        return exitCode;
    }

    /** A JSON object for each photo. */
    private final class Objects implements PhotoRun.Results {
        private final JsonGenerator json;

        Objects(JsonGenerator json) {
            this.json = json;
        }

        @Override
        public void add(Photo photo, Result result) throws IOException {
            json.writeStartObject();
            json.writeStringField("file", photo.name());
            write(result.classification());
            json.writeEndObject();
        }

        @Override
        public void addFailure(Photo photo, String error) throws IOException {
            json.writeStartObject();
            json.writeStringField("file", photo.name());
            json.writeStringField("error", error);
            json.writeEndObject();
        }

        private void write(Classification classification) throws IOException {
            json.writeArrayFieldStart("top");
            for (Prediction prediction : classification.top(top)) {
                json.writeStartObject();
                json.writeNumberField("index", prediction.index());
                json.writeStringField("label", prediction.label());
                json.writeNumberField("probability", prediction.probability());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (logits) {
                OutputOptions.writeNumbers("logits", classification.logits(), json);
            }
        }
    }
}
