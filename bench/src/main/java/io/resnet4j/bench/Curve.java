package io.resnet4j.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over the course of some work, as an SVG picture that any browser shows. */
final class Curve {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int TOP = 50;
    private static final int BOTTOM = 40;
    private static final List<String> COLOURS = List.of("#1f6feb", "#d1570b");

    private final String title;
    private final Map<String, List<Double>> lines = new LinkedHashMap<>();

    Curve(String title) {
        this.title = title;
    }

    void add(String name, List<Double> values) {
        lines.put(name, values);
    }

    String svg() {
        double most = Math.max(
                1,
                lines.values().stream()
                        .flatMap(List::stream)
                        .max(Double::compare)
                        .orElseThrow());
        double least = Math.min(
                0,
                lines.values().stream()
                        .flatMap(List::stream)
                        .min(Double::compare)
                        .orElseThrow());
        StringBuilder svg = new StringBuilder();
        append(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH,
                HEIGHT);
        append(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        append(svg, "<text x=\"%d\" y=\"20\">%s</text>", LEFT, title);
        for (double value : new double[] {least, 0, most}) {
            double y = y(value, least, most);
            append(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#d0d7de\"/>", LEFT, y, WIDTH - 20);
            append(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>", LEFT - 6, y + 4, value);
        }
        int index = 0;
        for (Map.Entry<String, List<Double>> line : lines.entrySet()) {
            String colour = COLOURS.get(index % COLOURS.size());
            append(
                    svg,
                    "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>",
                    colour,
                    points(line.getValue(), least, most));
            append(
                    svg,
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                    LEFT + 300 * index,
                    HEIGHT - 12,
                    colour,
                    line.getKey());
            index++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String points(List<Double> values, double least, double most) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = LEFT + (WIDTH - 20.0 - LEFT) * i / Math.max(1, values.size() - 1);
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y(values.get(i), least, most)));
        }
        return points.toString().strip();
    }

    private static double y(double value, double least, double most) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (most - value) / (most - least);
    }

    private static void append(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
