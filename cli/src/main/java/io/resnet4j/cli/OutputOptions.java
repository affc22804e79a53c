package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.resnet4j.vision.DataSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a verb prints its results. */
final class OutputOptions {
    enum Format {
        TEXT,
        JSON
    }

    /** Writes results with a generator. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "TEXT",
            description = "How results are printed. Default: text.")
    private Format format;

    boolean isJson() {
        return format == Format.JSON;
    }

    /** Prints results as the user asked for them, on stdout. */
    void print(Consumer<PrintWriter> text, Content json) {
        PrintWriter out = command.commandLine().getOut();
        switch (format) {
            case TEXT -> text.accept(out);
            case JSON -> print(out, json);
        }
        out.flush();
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

    /** JSON for machines, laid out so that a person can follow. */
    static void print(PrintWriter out, Content content) {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }
}
