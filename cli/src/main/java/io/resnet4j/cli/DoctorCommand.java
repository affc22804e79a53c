package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.io.DownloadCache;
import io.resnet4j.io.Processor;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.PublishedData;
import io.resnet4j.weights.PublishedWeights;
import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    record Finding(String what, String found, boolean healthy) {}

    @Override
    public Integer call() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("version", new Main.Version().getVersion()[0], true));
        findings.add(new Finding("java", property("java.vm.name") + " " + property("java.vm.version"), true));
        findings.add(new Finding("system", property("os.name") + " " + property("os.arch"), true));
        findings.add(
                new Finding("processor", Processor.name() + " " + String.join(" ", Processor.instructionSets()), true));
        findings.add(new Finding("cores", Integer.toString(runtime.availableProcessors()), true));
        findings.add(new Finding("heap", runtime.maxMemory() / (1 << 20) + " MB at most", true));
        findings.add(check("engine", () -> new OneDnnEngine().description()));
        findings.add(new Finding("threads", SessionOptions.defaults().team() + " unless said otherwise", true));
        findings.add(check("auto", DoctorCommand::precisionOfAuto));
        findings.add(check("fp32", () -> SelfTest.run(new OneDnnEngine(), Precision.FLOAT32)));
        findings.add(check("bf16", DoctorCommand::bfloat16));
        findings.add(check("training", () -> new LibtorchEngine().description()));
        findings.add(check("webp", () -> new PillowDecoder().description()));
        findings.add(check("natives", DoctorCommand::natives));
        findings.add(check("cache", DoctorCommand::cache));
        findings.add(check("data", DoctorCommand::data));
        boolean healthy = findings.stream().allMatch(Finding::healthy);
        output.print(
                out -> findings.forEach(finding -> out.printf("%-9s  %s%n", finding.what(), finding.found())),
                json -> write(findings, healthy, json),
                csv -> write(findings, csv));
        return healthy ? 0 : 1;
    }

    /** Whatever goes wrong here is what the user wants to know. */
    static Finding check(String what, Callable<String> check) {
        try {
            return new Finding(what, check.call(), true);
        } catch (Exception e) {
            return new Finding(what, "FAILED: " + Main.message(e), false);
        }
    }

    /** What {@code --precision auto} comes to here. */
    private static String precisionOfAuto() {
        return new OneDnnEngine().resolve(Precision.AUTO).label();
    }

    /** Not every processor has it, and none must. */
    private static String bfloat16() throws IOException {
        OneDnnEngine engine = new OneDnnEngine();
        return engine.resolve(Precision.AUTO) == Precision.BFLOAT16
                ? SelfTest.run(engine, Precision.BFLOAT16)
                : "this processor has no instructions for it";
    }

    private static String cache() {
        WeightsCache cache = WeightsCache.ofEnvironment();
        List<PublishedWeights> known = Registry.builtIn().entries();
        long there = known.stream().filter(cache::has).count();
        return "%s, %d of %d published weights".formatted(cache.folder(), there, known.size());
    }

    private static String data() {
        DownloadCache cache = PublishedData.cache(System.getenv());
        List<PublishedData> known = List.of(PublishedData.values());
        long there = known.stream().filter(data -> cache.has(data.file())).count();
        return "%s, %d of %d published data sets".formatted(cache.folder(), there, known.size());
    }

    /** After engines and decoder have loaded theirs. */
    private static String natives() {
        return new OneDnnEngine()
                .natives().stream().map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
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

    private static void write(List<Finding> findings, boolean healthy, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("healthy", healthy);
        for (Finding finding : findings) {
            json.writeStringField(finding.what(), finding.found());
        }
        json.writeEndObject();
    }
}
