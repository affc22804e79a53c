package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.io.Printable;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.RawImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "info",
        description = "Lists the classes of a data set and how many images each has.",
        footer = {
            "",
            "Of a published set that has lost images all is printed, and the exit code is 1.",
            "",
            "Example: resnet4j data info cifar10:cifar-10-python.tar.gz!/train"
        })
final class DataInfoCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DATA", description = ValidateCommand.DATA)
    private String data;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        try (DataSet set = DataSets.open(data)) {
            int[] counts = new int[set.classes().size()];
            for (Sample sample : set.samples()) {
                counts[sample.label()]++;
            }
            output.print(
                    out -> print(set, counts, out), json -> write(set, counts, json), csv -> write(set, counts, csv));
            return output.isWhole(set) ? 0 : 1;
        }
    }

    private static void print(DataSet set, int[] counts, PrintWriter out) {
        Table table = new Table(">INDEX", "CLASS", ">IMAGES");
        for (int i = 0; i < counts.length; i++) {
            table.row(Integer.toString(i), Printable.of(set.classes().get(i)), Table.number(counts[i]));
        }
        table.print(out);
        out.printf("%nclasses  %s%n", Table.number(counts.length));
        out.printf("images   %s%n", Table.number(set.samples().size()));
        out.printf("size     %s%n", size(set));
    }

    private static String size(DataSet set) {
        if (set instanceof RawImages raw) {
            RawImages.Format format = raw.format();
            return "%dx%dx%d, values of 0 to %d"
                    .formatted(format.channels(), format.side(), format.side(), format.highest());
        }
        return "each image its own";
    }

    private static void write(DataSet set, int[] counts, Csv csv) throws IOException {
        csv.row("index", "class", "images");
        for (int i = 0; i < counts.length; i++) {
            csv.row(i, set.classes().get(i), counts[i]);
        }
    }

    private static void write(DataSet set, int[] counts, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", set.name());
        json.writeNumberField("images", set.samples().size());
        if (set.published().isPresent()) {
            json.writeNumberField("published", set.published().getAsInt());
        }
        if (set instanceof RawImages raw) {
            RawImages.Format format = raw.format();
            json.writeFieldName("size");
            json.writeArray(new int[] {format.channels(), format.side(), format.side()}, 0, 3);
            json.writeNumberField("highest", format.highest());
        }
        json.writeArrayFieldStart("classes");
        for (int i = 0; i < counts.length; i++) {
            json.writeStartObject();
            json.writeStringField("name", set.classes().get(i));
            json.writeNumberField("images", counts[i]);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
