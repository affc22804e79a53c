package io.resnet4j.cli;

import io.resnet4j.io.Printable;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Model;
import io.resnet4j.weights.Registry;
import io.resnet4j.weights.Safetensors;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "convert",
        description = "Writes the tensors of a file as safetensors.",
        footer = {
            "",
            "With --model the file says for which model it is and how images are prepared for it, so that --weights FILE"
                    + " alone is enough. A description that IN has is kept.",
            "",
            "Example: resnet4j weights convert --model resnet18 in.pth out.safetensors"
        })
final class WeightsConvertCommand implements Callable<Integer> {
    private static final int WINDOW = 1 << 16;

    /** Kinds of floating-point numbers, as people call them. */
    enum Kind {
        FP32(DType.F32),
        FP16(DType.F16),
        BF16(DType.BF16);

        private final DType dtype;

        Kind(DType dtype) {
            this.dtype = dtype;
        }

        /** As users write it, which is what the shell completes. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A .pth or .safetensors file, or a folder with model.safetensors.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The safetensors file; replaced if it is there.")
    private Path out;

    @Option(
            names = "--dtype",
            paramLabel = "fp32|fp16|bf16",
            description = "What floating-point numbers become, rounded to the nearest. Default: what they are.")
    private Kind kind;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            completionCandidates = ModelNames.class,
            description = "The model that the file is for.")
    private String model;

    @Option(names = "--classes", paramLabel = "N", description = "Outputs of the head, if not the model's own.")
    private Integer classes;

    @Mixin
    private PreparationOptions preparation;

    @Mixin
    private CheckpointSelection selection;

    @Override
    public Integer call() throws IOException {
        if (model == null && (classes != null || preparation.areGiven())) {
            throw Usage.wrong(command, "the file describes no model; name it with --model NAME");
        }
        try (Checkpoint checkpoint = Checkpoint.open(in, selection.options())) {
            checkpoint.notes().forEach(this::note);
            checkpoint.verify();
            Map<String, String> metadata = new LinkedHashMap<>(checkpoint.metadata());
            if (model != null) {
                String described = description(checkpoint);
                if (preparation.areGiven()) {
                    metadata.put(Model.DESCRIPTION, described);
                } else {
                    metadata.putIfAbsent(Model.DESCRIPTION, described);
                }
            }
            if (!metadata.containsKey(Model.DESCRIPTION)) {
                note("The file will not say which model it is for; --model NAME writes that into it.");
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, Tensor> tensor : checkpoint.tensors().entrySet()) {
                tensors.put(tensor.getKey(), converted(tensor.getKey(), tensor.getValue()));
            }
            Safetensors.write(out, tensors, metadata);
            report(tensors);
        }
        return 0;
    }

    private Tensor converted(String name, Tensor tensor) throws IOException {
        if (kind == null || !tensor.dtype().isFloating()) {
            return tensor;
        }
        Tensor converted = tensor.to(kind.dtype);
        requireFinite(name, tensor.to(DType.F32), converted.to(DType.F32));
        return converted;
    }

    /** Refuses numbers that the kind asked for is too narrow for: one infinite norm makes all logits nothing. */
    private void requireFinite(String name, Tensor before, Tensor after) throws IOException {
        ByteBuffer wide = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer narrow = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < before.bytes(); at += WINDOW) {
            int count = (int) Math.min(WINDOW, before.bytes() - at);
            before.read(at, wide.clear().limit(count));
            after.read(at, narrow.clear().limit(count));
            for (int i = 0; i < count; i += Float.BYTES) {
                if (Float.isFinite(wide.getFloat(i)) && !Float.isFinite(narrow.getFloat(i))) {
                    throw new IOException("%s: %s holds %s, which is too large for %s; take bf16 or leave it as it is"
                            .formatted(in, Printable.of(name), wide.getFloat(i), kind.dtype));
                }
            }
        }
    }

    /** What the file says of itself, once its tensors have been found to fit. */
    private String description(Checkpoint checkpoint) throws IOException {
        try (Model opened = preparation.applyTo(
                Model.open(in, Usage.model(command, model, classes), Registry.builtIn(), selection.options()))) {
            opened.notes().stream()
                    .filter(note -> !checkpoint.notes().contains(note))
                    .forEach(this::note);
            return opened.description();
        }
    }

    private void note(String note) {
        Usage.note(command, note);
    }

    private void report(Map<String, Tensor> tensors) throws IOException {
        PrintWriter lines = command.commandLine().getOut();
        lines.printf("%s: %d tensors, %s bytes%n", out, tensors.size(), Table.number(Files.size(out)));
        lines.flush();
    }
}
