package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.io.Printable;
import io.resnet4j.io.Sha256;
import io.resnet4j.weights.PublishedWeights;
import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Compares the SHA-256 of files with the published one; reads the whole files, and no network.",
        footer = {
            "",
            "A file that is named is known by its name, as it was published.",
            "",
            "Example: resnet4j weights verify resnet50:V2 downloads/resnet18-f37072fd.pth"
        })
final class WeightsVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "NAME|FILE",
            arity = "0..*",
            description = "Weights in the cache, such as resnet50:V2, or files elsewhere.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--all",
            description = "All that are in the cache; those that are not are listed, and are no failure.")
    private boolean all;

    @Mixin
    private RegistryOptions options;

    @Mixin
    private OutputOptions output;

    private static final String NAMES =
            "write MODEL:NAME as in resnet50:V2, or the path of a file that is called as it was published,"
                    + " such as resnet50-11ad3fa6.pth";

    private enum Outcome {
        OK,
        MISSING,
        FAILED
    }

    /** What came of a file: the start of the SHA-256 that it should have, and the one that it has, where known. */
    private record Result(
            String what, Path file, Outcome outcome, String expected, Optional<String> sha256, String problem) {}

    @Override
    public Integer call() throws IOException {
        WeightsNames.check(command, all, names, "weights or files");
        Registry registry = options.registry();
        WeightsCache cache = options.cache(command);
        List<Result> results = new ArrayList<>();
        if (all) {
            registry.entries().forEach(weights -> results.add(verify(weights, cache)));
        }
        for (String name : names) {
            Optional<PublishedWeights> published = registry.ofFile(fileName(name));
            results.add(
                    published.isPresent()
                            ? verify(Path.of(name), published.get())
                            : verify(WeightsNames.named(command, registry, name, NAMES), cache));
        }
        output.print(out -> print(results, out), json -> write(results, json), csv -> write(results, csv));
        results.stream()
                .filter(this::isFailure)
                .forEach(result -> output.complain(result.file() + ": " + result.problem()));
        return results.stream().anyMatch(this::isFailure) ? 1 : 0;
    }

    private static String fileName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    private boolean isFailure(Result result) {
        return result.outcome() == Outcome.FAILED || result.outcome() == Outcome.MISSING && !all;
    }

    private static Result verify(PublishedWeights weights, WeightsCache cache) {
        Path file = cache.path(weights);
        try {
            return compared(weights.id(), file, weights.sha256(), cache.verify(weights));
        } catch (IOException e) {
            return failed(weights.id(), file, weights.sha256(), e);
        }
    }

    private static Result verify(Path file, PublishedWeights weights) {
        String expected = weights.sha256Of(fileName(file.toString())).orElseThrow();
        try {
            return compared(weights.id(), file, expected, Sha256.of(file));
        } catch (IOException e) {
            return failed(weights.id(), file, expected, e);
        }
    }

    private static Result compared(String what, Path file, String expected, String sha256) {
        boolean same = sha256.startsWith(expected);
        String problem = same
                ? ""
                : "this is not %s: its SHA-256 should begin with %s and is %s; delete it and download it again"
                        .formatted(what, expected, sha256);
        return new Result(what, file, same ? Outcome.OK : Outcome.FAILED, expected, Optional.of(sha256), problem);
    }

    private static Result failed(String what, Path file, String expected, IOException failure) {
        boolean missing = failure instanceof NoSuchFileException;
        String problem =
                missing ? "not here; 'resnet4j weights download %s' brings it".formatted(what) : Main.message(failure);
        Outcome outcome = missing ? Outcome.MISSING : Outcome.FAILED;
        return new Result(what, file, outcome, expected, Optional.empty(), problem);
    }

    private static void print(List<Result> results, PrintWriter out) {
        Table table = new Table("RESULT", "NAME", "EXPECTED", "FILE");
        for (Result result : results) {
            table.row(
                    result.outcome().toString(),
                    result.what(),
                    result.expected(),
                    Printable.of(result.file().toString()));
        }
        table.print(out);
        long missing = count(results, Outcome.MISSING);
        out.printf(
                "%n%d of %d are as published%s%n",
                count(results, Outcome.OK), results.size(), missing == 0 ? "" : ", %d are not here".formatted(missing));
    }

    private static long count(List<Result> results, Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    private static void write(List<Result> results, Csv csv) throws IOException {
        csv.row("name", "file", "result", "expected", "sha256", "error");
        for (Result result : results) {
            csv.row(
                    result.what(),
                    result.file(),
                    result.outcome(),
                    result.expected(),
                    result.sha256().orElse(""),
                    result.problem());
        }
    }

    private static void write(List<Result> results, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Result result : results) {
            json.writeStartObject();
            json.writeStringField("name", result.what());
            json.writeStringField("file", result.file().toString());
            json.writeStringField("result", result.outcome().toString());
            json.writeStringField("expected", result.expected());
            if (result.sha256().isPresent()) {
                json.writeStringField("sha256", result.sha256().get());
            }
            if (!result.problem().isEmpty()) {
                json.writeStringField("error", result.problem());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
