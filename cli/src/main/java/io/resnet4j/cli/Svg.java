package io.resnet4j.cli;

import io.resnet4j.cli.Drawing.Pen;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A picture as SVG, which stays sharp at any size. It is white below, so that its colours hold on a dark page too, and its
 * texts are texts, in the reader's font.
 */
final class Svg implements Drawing {
    /** Of the height of a capital, in most fonts without serifs. */
    private static final double FONT_SIZE = 1.38;

    private final int width;
    private final int height;
    private final StringBuilder shapes = new StringBuilder();

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * The file.
     *
     * @param title what a reader hears who does not see it
     */
    String text(String title) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                font-family="system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" fill="none" \
                stroke-linecap="round" stroke-linejoin="round">
                <title>%3$s</title>
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %4$s</svg>
                """.formatted(width, height, Page.escaped(title), shapes);
    }

    @Override
    public void line(List<Place> places, double thickness, int colour) {
        String points = places.stream()
                .map(place -> number(place.x()) + "," + number(place.y()))
                .collect(Collectors.joining(" "));
        shapes.append("<polyline points=\"%s\" stroke=\"%s\" stroke-width=\"%s\"/>\n"
                .formatted(points, colour(colour), number(thickness)));
    }

    @Override
    public void write(String text, double x, double y, Pen pen) {
        String half = number(pen.height() / 2); // from the middle of capitals down to the line that they stand on
        String place = pen.upwards()
                ? "transform=\"translate(%s %s) rotate(-90)\" y=\"%s\"".formatted(number(x), number(y), half)
                : "x=\"%s\" y=\"%s\"".formatted(number(x), number(y + pen.height() / 2));
        shapes.append("<text %s text-anchor=\"%s\" font-size=\"%s\" fill=\"%s\">%s</text>\n"
                .formatted(
                        place,
                        pen.anchor().name().toLowerCase(Locale.ROOT),
                        number(FONT_SIZE * pen.height()),
                        colour(pen.colour()),
                        Page.escaped(text)));
    }

    private static String number(double number) {
        String text = String.format(Locale.ROOT, "%.2f", number);
        return text.replaceAll("\\.?0+$", "");
    }

    private static String colour(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
