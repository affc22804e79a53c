package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.engine.Fusion;
import io.resnet4j.inference.engine.MemoryLayout;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Summary;
import io.resnet4j.model.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "summary",
        description = "Shows what a model is made of: shapes, parameters, multiply-adds, memory.",
        footer = {
            "",
            "Multiply-adds are those of convolutions and linear layers, as torchvision counts its GFLOPS.",
            "",
            "Example: resnet4j summary resnet50 --stages"
        })
final class SummaryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "MODEL",
            completionCandidates = ModelNames.class,
            description = "A model of the catalogue; see 'resnet4j models'.")
    private String model;

    @Option(
            names = "--input",
            paramLabel = "CxHxW",
            converter = ImageShape.class,
            description = "Channels, height and width of the image. Default: the model's own, such as 3x224x224.")
    private Shape input;

    @Option(names = "--classes", paramLabel = "N", description = "Outputs of the head, if not the model's own.")
    private Integer classes;

    @Option(names = "--stages", description = "Show stem, stages and head instead of every node.")
    private boolean stages;

    @Mixin
    private OutputOptions output;

    /** Five digits are beyond any image, and keep all products within 64 bits. */
    static final class ImageShape implements ITypeConverter<Shape> {
        @Override
        public Shape convert(String text) {
            if (!text.matches("\\d{1,5}x\\d{1,5}x\\d{1,5}")) {
                throw new TypeConversionException(
                        "'%s' is no shape of an image; write channels, height and width as in 3x224x224, each of"
                                        .formatted(text)
                                + " up to five digits");
            }
            return Shape.of(
                    Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
        }
    }

    /** A summary, and how much memory a run takes. */
    private record Findings(Shape image, Summary summary, long inferenceBytes) {
        static Findings of(Network network, Shape image) {
            Map<Value, Shape> shapes = network.shapes(image);
            MemoryLayout layout = MemoryLayout.of(
                    Fusion.inference(network, Set.of()),
                    Set.of(network.input()),
                    Set.of(network.output()),
                    value -> shapes.get(value).elements() * Float.BYTES);
            return new Findings(image, Summary.of(network, image), layout.bytes());
        }
    }

    @Override
    public Integer call() throws IOException {
        Findings findings = findings();
        output.print(out -> print(findings, out), json -> write(findings, json), csv -> write(findings, csv));
        return 0;
    }

    private Findings findings() {
        try {
            ResNetSpec spec = Catalogue.named(model);
            Shape image = input == null ? ModelsCommand.input(spec) : input;
            spec = spec.withChannels(image.dim(0)).withClasses(classes == null ? spec.classes() : classes);
            return Findings.of(spec.network(), image);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    private void print(Findings findings, PrintWriter out) {
        Summary summary = findings.summary();
        out.printf("%s on one image of %s%n%n", summary.name(), Table.shape(findings.image()));
        (stages ? stages(summary) : nodes(summary)).print(out);
        out.println();
        totals(findings).print(out);
    }

    private static Table totals(Findings findings) {
        Summary summary = findings.summary();
        Table table = new Table("TOTAL", ">", "");
        table.row("parameters", Table.number(summary.parameters()), "");
        table.row(
                "multiply-adds",
                Table.number(summary.multiplyAdds()),
                Table.gigaflops(summary.gigaflops()) + " GFLOPS in torchvision's counting");
        table.row(
                "bytes in training",
                Table.number(summary.bytes()),
                mega(summary.bytes()) + ": every output, in float32");
        table.row(
                "bytes in inference",
                Table.number(findings.inferenceBytes()),
                mega(findings.inferenceBytes()) + ": the most at any moment, in float32");
        return table;
    }

    private static Table stages(Summary summary) {
        Table table = new Table("STAGE", "MADE OF", ">OUTPUT", ">PARAMETERS", ">MULTIPLY-ADDS");
        for (Summary part : summary.parts()) {
            table.row(
                    part.name(),
                    madeOf(part),
                    Table.shape(part.output()),
                    figure(part.parameters()),
                    figure(part.multiplyAdds()));
        }
        return table;
    }

    /** The nodes' names, or for a stage how many blocks. */
    private static String madeOf(Summary part) {
        String stage = part.name() + ".";
        long blocks = part.rows().stream()
                .map(Summary.Row::name)
                .filter(name -> name.startsWith(stage))
                .map(name -> name.substring(0, name.indexOf('.', stage.length())))
                .distinct()
                .count();
        if (blocks == 0) {
            return part.rows().stream().map(Summary.Row::name).collect(Collectors.joining(", "));
        }
        return blocks == 1 ? "1 block" : blocks + " blocks";
    }

    private static Table nodes(Summary summary) {
        Table table = new Table("NODE", "OPERATION", ">OUTPUT", ">PARAMETERS", ">MULTIPLY-ADDS");
        for (Summary part : summary.parts()) {
            table.gap();
            for (Summary.Row row : part.rows()) {
                table.row(
                        row.name(),
                        row.kind(),
                        Table.shape(row.output()),
                        figure(row.parameters()),
                        figure(row.multiplyAdds()));
            }
        }
        return table;
    }

    /** Blank for nothing, so that what costs something stands out. */
    private static String figure(long number) {
        return number == 0 ? "" : Table.number(number);
    }

    private static String mega(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private void write(Findings findings, JsonGenerator json) throws IOException {
        Summary summary = findings.summary();
        json.writeStartObject();
        json.writeStringField("model", summary.name());
        writeShape("input", findings.image(), json);
        if (stages) {
            json.writeArrayFieldStart("stages");
            for (Summary part : summary.parts()) {
                json.writeStartObject();
                json.writeStringField("name", part.name());
                writeShape("output", part.output(), json);
                writeFigures(part.parameters(), part.multiplyAdds(), part.bytes(), json);
                json.writeEndObject();
            }
        } else {
            json.writeArrayFieldStart("nodes");
            for (Summary.Row row : summary.rows()) {
                json.writeStartObject();
                json.writeStringField("name", row.name());
                json.writeStringField("kind", row.kind());
                writeShape("output", row.output(), json);
                writeFigures(row.parameters(), row.multiplyAdds(), row.bytes(), json);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        writeFigures(summary.parameters(), summary.multiplyAdds(), summary.bytes(), json);
        json.writeNumberField("gflops", summary.gigaflops());
        json.writeNumberField("inferenceBytes", findings.inferenceBytes());
        json.writeEndObject();
    }

    private void write(Findings findings, Csv csv) throws IOException {
        if (stages) {
            csv.row("stage", "output", "parameters", "multiplyAdds", "bytes");
            for (Summary part : findings.summary().parts()) {
                csv.row(part.name(), Table.shape(part.output()), part.parameters(), part.multiplyAdds(), part.bytes());
            }
        } else {
            csv.row("node", "kind", "output", "parameters", "multiplyAdds", "bytes");
            for (Summary.Row row : findings.summary().rows()) {
                csv.row(
                        row.name(),
                        row.kind(),
                        Table.shape(row.output()),
                        row.parameters(),
                        row.multiplyAdds(),
                        row.bytes());
            }
        }
    }

    private static void writeFigures(long parameters, long multiplyAdds, long bytes, JsonGenerator json)
            throws IOException {
        json.writeNumberField("parameters", parameters);
        json.writeNumberField("multiplyAdds", multiplyAdds);
        json.writeNumberField("bytes", bytes);
    }

    private static void writeShape(String name, Shape shape, JsonGenerator json) throws IOException {
        json.writeFieldName(name);
        json.writeArray(shape.dims(), 0, shape.rank());
    }
}
