package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Paper;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "models",
        description = "Lists the models that --model takes.",
        footer = {
            "",
            "GFLOPS are torchvision's: billions of multiply-adds for one image of that input.",
            "",
            "Example: resnet4j models --format csv > models.csv"
        })
final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        output.print(ModelsCommand::print, ModelsCommand::write, ModelsCommand::write);
        return 0;
    }

    private static void print(PrintWriter out) {
        Table table = new Table("NAME", ">PARAMETERS", ">GFLOPS", ">INPUT", ">CLASSES", "PAPER");
        for (ResNetSpec spec : Catalogue.all()) {
            Summary summary = summary(spec);
            Paper paper = spec.paper();
            table.row(
                    spec.name(),
                    Table.number(summary.parameters()),
                    Table.gigaflops(summary.gigaflops()),
                    Table.shape(input(spec)),
                    Integer.toString(spec.classes()),
                    paper == Paper.NONE ? "-" : paper.citation() + ", " + paper.identifier());
        }
        table.print(out);
    }

    private static void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (ResNetSpec spec : Catalogue.all()) {
            Summary summary = summary(spec);
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeNumberField("parameters", summary.parameters());
            json.writeNumberField("multiplyAdds", summary.multiplyAdds());
            json.writeNumberField("gflops", summary.gigaflops());
            json.writeFieldName("input");
            json.writeArray(input(spec).dims(), 0, 3);
            json.writeNumberField("classes", spec.classes());
            write(spec.paper(), json);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(Csv csv) throws IOException {
        csv.row("name", "parameters", "multiplyAdds", "gflops", "input", "classes", "citation", "identifier");
        for (ResNetSpec spec : Catalogue.all()) {
            Summary summary = summary(spec);
            csv.row(
                    spec.name(),
                    summary.parameters(),
                    summary.multiplyAdds(),
                    summary.gigaflops(),
                    Table.shape(input(spec)),
                    spec.classes(),
                    spec.paper().citation(),
                    spec.paper().identifier());
        }
    }

    private static void write(Paper paper, JsonGenerator json) throws IOException {
        if (paper == Paper.NONE) {
            json.writeNullField("paper");
            return;
        }
        json.writeObjectFieldStart("paper");
        json.writeStringField("citation", paper.citation());
        json.writeStringField("identifier", paper.identifier());
        json.writeEndObject();
    }

    private static Summary summary(ResNetSpec spec) {
        return Summary.of(spec.network(), input(spec));
    }

    /** The shape of the images that it was designed for. */
    static Shape input(ResNetSpec spec) {
        int side = spec.task().imageSize();
        return Shape.of(spec.channels(), side, side);
    }
}
