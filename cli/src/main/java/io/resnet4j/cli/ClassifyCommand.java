package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.Classification;
import io.resnet4j.inference.Classification.Prediction;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.io.Printable;
import io.resnet4j.io.WholeFile;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "classify",
        description = "Classifies photos.",
        footer = {"", "Example: resnet4j classify --model resnet50 --weights resnet50-0676ba61.pth photo.jpg"})
final class ClassifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions model;

    @Parameters(paramLabel = "PHOTO", arity = "1..*", description = "JPEG, PNG, GIF, BMP, TIFF or WebP files.")
    private List<Path> photos;

    @Option(names = "--top", paramLabel = "K", defaultValue = "5", description = "Labels per photo. Default: 5.")
    private int top;

    @Option(names = "--logits", description = "Print the logits of all classes too (JSON only).")
    private boolean logits;

    @Mixin
    private DecoderOptions decoding;

    @Mixin
    private OutputOptions output;

    /** What came of a photo: a classification, or a failure. */
    private record Result(Path photo, Classification classification, String error) {}

    @Override
    public Integer call() throws IOException {
        Usage.atLeastOne(command, "--top", top);
        if (logits && !output.isJson()) {
            throw Usage.wrong(command, "--logits needs --format json");
        }
        List<Result> results = new ArrayList<>();
        SessionOptions options = model.sessionOptions();
        ImageDecoder decoder = decoding.decoder();
        try (Model opened = model.open();
                Classifier classifier = Classifier.open(new OneDnnEngine(), opened, options)) {
            for (Path photo : photos) {
                results.add(classify(photo, decoder, classifier));
            }
        }
        output.print(out -> results.forEach(result -> print(result, out)), json -> write(results, json));
        return results.stream().allMatch(result -> result.error() == null) ? 0 : 1;
    }

    private static Result classify(Path photo, ImageDecoder decoder, Classifier classifier) {
        try {
            Image image = classifier.prepare(decoder, WholeFile.read(photo), photo.toString());
            Classification answer = classifier.classifyPrepared(List.of(image)).get(0);
            return answer.isFinite()
                    ? new Result(photo, answer, null)
                    : new Result(photo, null, photo + ": the answer is not a number; the weights must be damaged");
        } catch (IOException e) {
            return new Result(photo, null, Main.message(e));
        }
    }

    private void print(Result result, PrintWriter out) {
        if (result.error() != null) {
            out.flush();
            output.complain(result.error());
            return;
        }
        out.println(Printable.of(result.photo().toString()));
        for (Prediction prediction : result.classification().top(top)) {
            out.printf("  %6.2f %%  %s%n", 100 * prediction.probability(), Printable.of(prediction.label()));
        }
    }

    private void write(List<Result> results, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Result result : results) {
            json.writeStartObject();
            json.writeStringField("file", result.photo().toString());
            if (result.error() != null) {
                json.writeStringField("error", result.error());
            } else {
                write(result.classification(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(Classification classification, JsonGenerator json) throws IOException {
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
            json.writeArrayFieldStart("logits");
            for (float logit : classification.logits()) {
                json.writeNumber(logit);
            }
            json.writeEndArray();
        }
    }
}
