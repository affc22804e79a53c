package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.io.Printable;
import io.resnet4j.io.PublicAddress;
import io.resnet4j.weights.PublishedWeights;
import io.resnet4j.weights.PublishedWeights.Figures;
import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "Lists the published weights that --weights takes by name.",
        footer = {
            "",
            "Accuracies are the publisher's, in percent.",
            "",
            "Examples:",
            "  resnet4j weights list",
            "  resnet4j classify --model resnet50 --weights V1 photo.jpg"
        })
final class WeightsListCommand implements Callable<Integer> {
    private static final String UNKNOWN = "-";

    @Spec
    private CommandSpec command;

    @Mixin
    private RegistryOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        Registry registry = options.registry();
        WeightsCache cache = options.cache(command);
        output.print(
                out -> print(registry, cache, out),
                json -> write(registry, cache, json),
                csv -> write(registry, cache, csv));
        return 0;
    }

    private static void print(Registry registry, WeightsCache cache, PrintWriter out) {
        Table table = new Table(
                "NAME", "", "FILE", ">PARAMETERS", ">GFLOPS", ">ACC@1", ">ACC@5", ">RESIZE", ">MIB", "CACHED");
        for (PublishedWeights weights : registry.entries()) {
            Optional<Figures> figures = weights.figures();
            table.row(
                    weights.id(),
                    isDefault(registry, weights) ? "*" : "",
                    weights.file(),
                    figures.map(known -> Table.number(known.parameters())).orElse(UNKNOWN),
                    figures.map(known -> Table.gigaflops(known.gflops())).orElse(UNKNOWN),
                    figures.map(known -> accuracy(known.acc1())).orElse(UNKNOWN),
                    figures.map(known -> accuracy(known.acc5())).orElse(UNKNOWN),
                    Integer.toString(weights.preprocessing().resize()),
                    figures.map(known -> String.format(Locale.ROOT, "%.1f", known.mebibytes()))
                            .orElse(UNKNOWN),
                    cache.has(weights) ? "yes" : "no");
        }
        table.print(out);
        out.printf(
                "%n* is what DEFAULT means. The cache is %s%n",
                Printable.of(cache.folder().toString()));
    }

    private static boolean isDefault(Registry registry, PublishedWeights weights) {
        return registry.defaultOf(weights.model()).equals(Optional.of(weights));
    }

    private static String accuracy(double percent) {
        return String.format(Locale.ROOT, "%.3f", percent);
    }

    private static void write(Registry registry, WeightsCache cache, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (PublishedWeights weights : registry.entries()) {
            json.writeStartObject();
            json.writeStringField("model", weights.model());
            json.writeStringField("name", weights.name());
            json.writeBooleanField("default", isDefault(registry, weights));
            json.writeStringField("url", PublicAddress.of(weights.url()));
            json.writeStringField("sha256", weights.sha256());
            json.writeNumberField("resize", weights.preprocessing().resize());
            json.writeNumberField("crop", weights.preprocessing().crop());
            json.writeNumberField("classes", weights.labels().size());
            if (weights.figures().isPresent()) {
                write(weights.figures().get(), json);
            }
            json.writeStringField("recipe", weights.recipe());
            json.writeStringField("licence", weights.licence());
            json.writeStringField("file", cache.path(weights).toString());
            json.writeBooleanField("cached", cache.has(weights));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(Registry registry, WeightsCache cache, Csv csv) throws IOException {
        csv.row(
                "model",
                "name",
                "default",
                "url",
                "sha256",
                "resize",
                "crop",
                "classes",
                "parameters",
                "gflops",
                "acc1",
                "acc5",
                "mebibytes",
                "file",
                "cached");
        for (PublishedWeights weights : registry.entries()) {
            Optional<Figures> figures = weights.figures();
            csv.row(
                    weights.model(),
                    weights.name(),
                    isDefault(registry, weights),
                    PublicAddress.of(weights.url()),
                    weights.sha256(),
                    weights.preprocessing().resize(),
                    weights.preprocessing().crop(),
                    weights.labels().size(),
                    cell(figures, Figures::parameters),
                    cell(figures, Figures::gflops),
                    cell(figures, Figures::acc1),
                    cell(figures, Figures::acc5),
                    cell(figures, Figures::mebibytes),
                    cache.path(weights),
                    cache.has(weights));
        }
    }

    /** Empty where nobody has published figures. */
    private static Object cell(Optional<Figures> figures, Function<Figures, Object> figure) {
        return figures.map(figure).orElse("");
    }

    private static void write(Figures figures, JsonGenerator json) throws IOException {
        json.writeNumberField("parameters", figures.parameters());
        json.writeNumberField("gflops", figures.gflops());
        json.writeNumberField("acc1", figures.acc1());
        json.writeNumberField("acc5", figures.acc5());
        json.writeNumberField("mebibytes", figures.mebibytes());
    }
}
