package io.resnet4j.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of CSV files (RFC 4180): fields parted by commas, those that hold a comma, a quote or a line's end in quotes. */
final class Csv {
    private Csv() {}

    /** A line with its end; a field is what it is as a text. */
    static String line(Object... fields) {
        return Arrays.stream(fields).map(field -> quoted(field.toString())).collect(Collectors.joining(",")) + "\n";
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
