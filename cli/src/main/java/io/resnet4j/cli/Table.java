package io.resnet4j.cli;

import io.resnet4j.model.Shape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text in columns, each as wide as its widest cell. */
final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** A column's heading, and on which side its cells begin. */
    private record Column(String heading, boolean right) {
        String pad(String cell, int width) {
            String room = " ".repeat(width - cell.length());
            return right ? room + cell : cell + room;
        }
    }

    /** With these headings; one that begins with {@code >} is of a column aligned on the right. */
    Table(String... headings) {
        columns = Arrays.stream(headings)
                .map(heading ->
                        heading.startsWith(">") ? new Column(heading.substring(1), true) : new Column(heading, false))
                .toList();
        row(columns.stream().map(Column::heading).toArray(String[]::new));
    }

    /** Adds a row of as many cells as there are columns. */
    void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, columns.size()));
        }
        rows.add(List.of(cells));
    }

    /** Adds an empty line. */
    void gap() {
        rows.add(List.of());
    }

    void print(PrintWriter out) {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(columns.get(i).pad(row.get(i), widths[i])).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** With separators between thousands. */
    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** With three decimals, as torchvision publishes. */
    static String gigaflops(double gigaflops) {
        return String.format(Locale.ROOT, "%.3f", gigaflops);
    }

    /** As people write it: {@code 3x224x224}. */
    static String shape(Shape shape) {
        return Arrays.stream(shape.dims()).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
