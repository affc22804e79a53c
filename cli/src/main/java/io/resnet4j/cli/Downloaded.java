package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A published file that was asked for by name: where it is, or why it is not there. */
record Downloaded(String name, Path file, Optional<String> error) {
    /** Prints where the files are, on stderr why some are not, and returns the exit code. */
    static int report(List<Downloaded> results, OutputOptions output) throws IOException {
        output.print(
                out -> results.stream()
                        .filter(result -> result.error().isEmpty())
                        .forEach(result -> out.println(result.file())),
                json -> write(results, json),
                csv -> write(results, csv));
        results.forEach(result -> result.error().ifPresent(output::complain));
        return results.stream().allMatch(result -> result.error().isEmpty()) ? 0 : 1;
    }

    private static void write(List<Downloaded> results, Csv csv) throws IOException {
        csv.row("name", "file", "error");
        for (Downloaded result : results) {
            csv.row(result.name(), result.file(), result.error().orElse(""));
        }
    }

    private static void write(List<Downloaded> results, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (Downloaded result : results) {
            json.writeStartObject();
            json.writeStringField("name", result.name());
            json.writeStringField("file", result.file().toString());
            if (result.error().isPresent()) {
                json.writeStringField("error", result.error().get());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
