package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.Image;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description = "Shows what resnet4j finds on this machine, and whether it works.",
        footer = {"", "Exits with 1 when something does not.", "", "Example: resnet4j doctor"})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    /** One line of the answer. */
    private record Finding(String what, String found, boolean healthy) {}

    @Override
    public Integer call() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("version", new Main.Version().getVersion()[0], true));
        findings.add(new Finding("java", property("java.vm.name") + " " + property("java.vm.version"), true));
        findings.add(new Finding("system", property("os.name") + " " + property("os.arch"), true));
        findings.add(new Finding("cores", Integer.toString(runtime.availableProcessors()), true));
        findings.add(new Finding("heap", runtime.maxMemory() / (1 << 20) + " MB at most", true));
        findings.add(check("engine", () -> new OneDnnEngine().description()));
        findings.add(check("webp", () -> new PillowDecoder().description()));
        findings.add(check("model", DoctorCommand::runEmbeddedModel));
        output.print(
                out -> findings.forEach(finding -> out.printf("%-8s  %s%n", finding.what(), finding.found())),
                json -> write(findings, json),
                csv -> write(findings, csv));
        return findings.stream().allMatch(Finding::healthy) ? 0 : 1;
    }

    /** Whatever goes wrong here is what the user wants to know. */
    private static Finding check(String what, Callable<String> check) {
        try {
            return new Finding(what, check.call(), true);
        } catch (Exception e) {
            return new Finding(what, "FAILED: " + e.getMessage(), false);
        }
    }

    private static String runEmbeddedModel() throws IOException {
        try (Model model = EmbeddedModel.open();
                Classifier classifier = Classifier.open(new OneDnnEngine(), model, SessionOptions.defaults())) {
            Image black = new Image(32, 32, new byte[3 * 32 * 32]);
            classifier.classify(black);
            long start = System.nanoTime();
            classifier.classify(black);
            return "the embedded %s runs, %.1f ms an image"
                    .formatted(EmbeddedModel.NAME, (System.nanoTime() - start) / 1e6);
        }
    }

    private static String property(String name) {
        return System.getProperty(name);
    }

    private static void write(List<Finding> findings, Csv csv) throws IOException {
        csv.row("what", "found", "healthy");
        for (Finding finding : findings) {
            csv.row(finding.what(), finding.found(), finding.healthy());
        }
    }

    private static void write(List<Finding> findings, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Finding finding : findings) {
            json.writeStringField(finding.what(), finding.found());
        }
        json.writeEndObject();
    }
}
