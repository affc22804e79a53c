package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "models", description = "Lists the models that --model takes.")
final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        output.print(ModelsCommand::print, ModelsCommand::write);
        return 0;
    }

    private static void print(PrintWriter out) {
        out.printf("%-10s %12s %9s %8s%n", "NAME", "PARAMETERS", "INPUT", "CLASSES");
        for (ResNetSpec spec : Catalogue.all()) {
            int side = spec.task().imageSize();
            out.printf(
                    "%-10s %,12d %9s %8d%n",
                    spec.name(), spec.network().parameterCount(), "3x%dx%d".formatted(side, side), spec.classes());
        }
    }

    private static void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (ResNetSpec spec : Catalogue.all()) {
            int side = spec.task().imageSize();
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeNumberField("parameters", spec.network().parameterCount());
            json.writeFieldName("input");
            json.writeArray(new int[] {spec.network().channels(), side, side}, 0, 3);
            json.writeNumberField("classes", spec.classes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
