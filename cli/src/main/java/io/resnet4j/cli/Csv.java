package io.resnet4j.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of comma-separated values (RFC 4180, but for the end of a line, which is a line feed as in other texts here). */
final class Csv {
    private final Writer out;

    Csv(Writer out) {
        this.out = out;
    }

    /** Writes a row. */
    void row(Object... cells) throws IOException {
        row(List.of(cells));
    }

    void row(List<?> cells) throws IOException {
        out.write(line(cells));
    }

    /** A row with the end of its line; a field is what it is as a text. */
    static String line(Object... fields) {
        return line(List.of(fields));
    }

    private static String line(List<?> fields) {
        return fields.stream().map(field -> quoted(field.toString())).collect(Collectors.joining(",")) + "\n";
    }

    /** A field, in quotes where it would be taken for more than one otherwise. */
    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
