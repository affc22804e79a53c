package io.resnet4j.cli;

import io.resnet4j.vision.Image;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Small grey images drawn with letters beside each other, with texts below. */
final class DigitStrip {
    /** From black to white; a pixel takes two of a kind, which together are about square. */
    private static final String SHADES = " .:-=+*#%@";

    private static final String GAP = "   ";

    private final List<List<String>> columns = new ArrayList<>();

    /** Adds an image, as high as the others, and as many texts. */
    void add(Image image, String... below) {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < image.height(); y++) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < image.width(); x++) {
                int red = Byte.toUnsignedInt(image.rgb()[3 * (y * image.width() + x)]);
                line.append(String.valueOf(SHADES.charAt(red * (SHADES.length() - 1) / 255))
                        .repeat(2));
            }
            lines.add(line.toString());
        }
        int width = 2 * image.width();
        for (String text : below) {
            lines.add(text + " ".repeat(Math.max(0, width - text.length())));
        }
        columns.add(lines);
    }

    void print(PrintWriter out) {
        for (int i = 0; i < columns.get(0).size(); i++) {
            int row = i;
            out.println(GAP
                    + String.join(
                                    GAP,
                                    columns.stream()
                                            .map(column -> column.get(row))
                                            .toList())
                            .stripTrailing());
        }
    }
}
