package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.io.Printable;
import io.resnet4j.model.Head;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.StateDict;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Shows what a file of weights holds and which models it fits; runs nothing in it.",
        footer = {
            "",
            "The checksums that a file has are compared, for which all of it is read. Long texts are shown in part;"
                    + " --format json has all of them, and --format csv the tensors.",
            "",
            "Example: resnet4j weights inspect checkpoint.pth"
        })
final class WeightsInspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A .pth or .safetensors file, or a folder with model.safetensors.")
    private Path file;

    @Mixin
    private CheckpointSelection selection;

    @Mixin
    private OutputOptions output;

    /** What a checkpoint holds beyond its tensors. */
    private record Findings(Checkpoint checkpoint, long bytes, boolean checksums, List<ResNetSpec> fits) {
        static Findings of(Checkpoint checkpoint) throws IOException {
            long bytes = Files.size(Path.of(checkpoint.file()));
            return new Findings(checkpoint, bytes, checkpoint.verify(), StateDict.fitting(checkpoint));
        }
    }

    @Override
    public Integer call() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file, selection.options())) {
            Findings findings = Findings.of(checkpoint);
            output.print(out -> print(findings, out), json -> write(findings, json), csv -> write(checkpoint, csv));
        }
        return 0;
    }

    private static void print(Findings findings, PrintWriter out) {
        Checkpoint checkpoint = findings.checkpoint();
        Table tensors = new Table("TENSOR", "KIND", ">SHAPE", ">BYTES");
        long elements = 0;
        for (Map.Entry<String, Tensor> entry : checkpoint.tensors().entrySet()) {
            Tensor tensor = entry.getValue();
            elements = Math.addExact(elements, tensor.shape().elements());
            tensors.row(
                    Printable.excerpt(entry.getKey()),
                    tensor.dtype().name(),
                    tensor.shape().rank() == 0 ? "-" : Table.shape(tensor.shape()),
                    Table.number(tensor.bytes()));
        }
        tensors.print(out);
        out.println();
        out.printf("format:    %s, %s bytes%n", checkpoint.format(), Table.number(findings.bytes()));
        out.printf("checksums: %s%n", findings.checksums() ? "right" : "the format has none");
        out.printf("tensors:   %d, of %s numbers%n", checkpoint.tensors().size(), Table.number(elements));
        checkpoint
                .metadata()
                .forEach((key, value) ->
                        out.printf("metadata:  %s: %s%n", Printable.excerpt(key), Printable.excerpt(value)));
        checkpoint.notes().forEach(note -> out.printf("note:      %s%n", Printable.of(note)));
        for (ResNetSpec spec : findings.fits()) {
            boolean own = spec.classes() == spec.task().classes();
            String classes = own ? "" : " with %d classes".formatted(spec.classes());
            String head =
                    spec.head().layers() instanceof Head.Mlp mlp ? ", mlp head of %d".formatted(mlp.hidden()) : "";
            out.printf("fits:      %s%s%s%n", spec.name(), classes, head);
        }
        if (findings.fits().isEmpty()) {
            out.println("fits:      no model of the catalogue");
        }
    }

    private static void write(Checkpoint checkpoint, Csv csv) throws IOException {
        csv.row("tensor", "kind", "shape", "bytes");
        for (Map.Entry<String, Tensor> entry : checkpoint.tensors().entrySet()) {
            Tensor tensor = entry.getValue();
            csv.row(entry.getKey(), tensor.dtype(), Table.shape(tensor.shape()), tensor.bytes());
        }
    }

    private static void write(Findings findings, JsonGenerator json) throws IOException {
        Checkpoint checkpoint = findings.checkpoint();
        json.writeStartObject();
        json.writeStringField("file", checkpoint.file());
        json.writeStringField("format", checkpoint.format().toString());
        json.writeNumberField("bytes", findings.bytes());
        json.writeBooleanField("checksums", findings.checksums());
        json.writeArrayFieldStart("tensors");
        for (Map.Entry<String, Tensor> entry : checkpoint.tensors().entrySet()) {
            Tensor tensor = entry.getValue();
            json.writeStartObject();
            json.writeStringField("name", entry.getKey());
            json.writeStringField("kind", tensor.dtype().name());
            json.writeFieldName("shape");
            json.writeArray(tensor.shape().dims(), 0, tensor.shape().rank());
            json.writeNumberField("bytes", tensor.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("metadata");
        for (Map.Entry<String, String> entry : checkpoint.metadata().entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("notes");
        json.writeArray(
                checkpoint.notes().toArray(String[]::new), 0, checkpoint.notes().size());
        json.writeArrayFieldStart("fits");
        for (ResNetSpec spec : findings.fits()) {
            json.writeStartObject();
            json.writeStringField("model", spec.name());
            json.writeNumberField("classes", spec.classes());
            if (spec.head().layers() instanceof Head.Mlp mlp) {
                json.writeNumberField("hidden", mlp.hidden());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
