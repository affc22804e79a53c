package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.resnet4j.vision.DataSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a verb prints its results. */
final class OutputOptions {
    enum Format {
        TEXT,
        JSON,
        CSV;

        /** As users write it, which is what the shell completes. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Writes results with a generator. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes results as rows, their names first. */
    interface Rows {
        void write(Csv csv) throws IOException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--format",
            paramLabel = "text|json|csv",
            defaultValue = "TEXT",
            description = "How results are printed. Default: text.")
    private Format format;

    Format format() {
        return format;
    }

    /** Before the work, where results are no table. */
    void refuseCsv(String why) {
        if (format == Format.CSV) {
            throw Usage.wrong(command, "--format csv is not for %s: %s".formatted(command.name(), why));
        }
    }

    /** Stdout, in the encoding of the format. */
    PrintWriter out() {
        PrintWriter out = command.commandLine().getOut();
        return format == Format.TEXT ? out : Stdout.inUtf8(out);
    }

    /** Prints results as the user asked for them, on stdout. */
    void print(Consumer<PrintWriter> text, Content json, Rows csv) throws IOException {
        PrintWriter out = out();
        switch (format) {
            case TEXT -> text.accept(out);
            case JSON -> {
                try (JsonGenerator generator = json(out)) {
                    json.write(generator);
                }
                out.println();
            }
            case CSV -> csv.write(new Csv(out));
        }
        out.flush();
    }

    /** The same of results that are no table, after {@link #refuseCsv}. */
    void print(Consumer<PrintWriter> text, Content json) throws IOException {
        print(text, json, csv -> {
            throw new IllegalStateException("nobody refused --format csv");
        });
    }

    /** Says on stderr what went wrong with a part of the work, in one line. */
    void complain(String message) {
        command.commandLine().getErr().println(Main.complaint(message));
    }

    /** Whether a data set has all images that were published; complains when it has not. */
    boolean isWhole(DataSet set) {
        int found = set.samples().size();
        int published = set.published().orElse(found);
        if (found != published) {
            complain("%s: %d images are in it, and %d were published".formatted(set.name(), found, published));
        }
        return found == published;
    }

    /** JSON for machines, laid out so that a person can follow. Closing it leaves {@code out} open. */
    static JsonGenerator json(PrintWriter out) throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        return json.setPrettyPrinter(new DefaultPrettyPrinter());
    }

    static void writeNumbers(String name, float[] numbers, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (float number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
