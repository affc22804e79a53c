package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.ConfusionMatrix;
import io.resnet4j.inference.Metrics;
import io.resnet4j.inference.Validation;
import io.resnet4j.io.Printable;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Labels;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a validation found, as text and as JSON. Shares are in percent; what is not a number is null in JSON, which has no NaN.
 *
 * @param model its name
 * @param labels the names of the model's classes
 */
record ValidationFigures(String model, DataSet set, Validation result, Metrics metrics, Labels labels) {
    private static final int WORST = 3;

    /** Whether they are WordNet's, which name ImageNet's folders (n01440764) and tell a reader nothing. */
    static boolean areNumbers(List<String> classes) {
        return classes.stream().allMatch(name -> name.matches("n\\d{8}"));
    }

    /** What is shown in the images, class by class: as the data says it, if that says anything. */
    List<String> names() {
        return areNumbers(set.classes()) ? labels.names() : set.classes();
    }

    /** What was measured, as a title. */
    String title() {
        return model + " on " + set.name();
    }

    /** The result in a line. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%,d images, %.2f %% right, top-5 %.2f %%, loss %.4f, calibration error %.2f %%",
                result.images(),
                result.top1Percent(),
                result.top5Percent(),
                metrics.loss(),
                metrics.calibrationErrorPercent());
    }

    void print(PrintWriter out) {
        printPercent(out, "top-1", result.top1Percent(), "");
        printPercent(out, "top-5", result.top5Percent(), "");
        out.printf(Locale.ROOT, "loss      %6.4f%n", metrics.loss());
        printPercent(out, "ECE", metrics.calibrationErrorPercent(), "");
        out.printf(Locale.ROOT, "images    %6d%n", result.images());
        out.printf(Locale.ROOT, "images/s  %6.0f%n", result.imagesPerSecond());
        String heading = "worst";
        for (int label : worst()) {
            printPercent(out, heading, confusion().percent(label), "  " + Printable.of(names().get(label)));
            heading = "";
        }
    }

    private static void printPercent(PrintWriter out, String heading, double percent, String what) {
        out.printf(Locale.ROOT, "%-10s%6.2f %%%s%n", heading, percent, what);
    }

    /** The classes that are most often taken for others, the worst first. */
    private List<Integer> worst() {
        return IntStream.range(0, labels.size())
                .filter(label -> confusion().images(label) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(confusion()::percent))
                .limit(WORST)
                .toList();
    }

    private ConfusionMatrix confusion() {
        return metrics.confusion();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", model);
        json.writeStringField("data", set.name());
        writeNumber("top1", result.top1Percent(), json);
        writeNumber("top5", result.top5Percent(), json);
        writeNumber("loss", metrics.loss(), json);
        writeNumber("ece", metrics.calibrationErrorPercent(), json);
        json.writeNumberField("images", result.images());
        json.writeNumberField("notNumbers", metrics.notNumbers());
        json.writeNumberField("imagesPerSecond", result.imagesPerSecond());
        writeClasses(json);
        writeFailures(json);
        json.writeEndObject();
    }

    /** One row, to collect those of several models; {@code --report} and {@code --predictions} have tables of classes and images. */
    void write(Csv csv) throws IOException {
        csv.row("model", "data", "top1", "top5", "loss", "ece", "images", "notNumbers", "failures", "imagesPerSecond");
        csv.row(
                model,
                set.name(),
                cell(result.top1Percent()),
                cell(result.top5Percent()),
                cell(metrics.loss()),
                cell(metrics.calibrationErrorPercent()),
                result.images(),
                metrics.notNumbers(),
                result.failures().size(),
                result.imagesPerSecond());
    }

    private static Object cell(double number) {
        return Double.isFinite(number) ? number : "";
    }

    private void writeClasses(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("classes");
        for (int label = 0; label < labels.size(); label++) {
            json.writeStartObject();
            json.writeNumberField("index", label);
            json.writeStringField("label", labels.get(label));
            json.writeNumberField("images", confusion().images(label));
            json.writeNumberField("right", confusion().right(label));
            writeNumber("accuracy", confusion().percent(label), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeFailures(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("failures");
        for (Validation.Failure failure : result.failures()) {
            json.writeStartObject();
            json.writeStringField("file", failure.sample().path());
            json.writeStringField("error", Main.message(failure.cause()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeNumber(String name, double number, JsonGenerator json) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumberField(name, number);
        } else {
            json.writeNullField(name);
        }
    }
}
