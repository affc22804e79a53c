package io.resnet4j.cli;

import io.resnet4j.training.History;
import io.resnet4j.training.History.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * How training went, as a picture: accuracy on the left, in percent, learning rate on the right, both by epoch. A run has a
 * colour; what it was trained on is thin and pale, what it was tested on thick.
 */
final class TrainingCurves {
    private static final int WIDTH = 1040;
    private static final int MARGIN = 56;
    private static final int PLOT_TOP = 84;
    private static final int PLOT_WIDTH = 430;
    private static final int PLOT_HEIGHT = 250;
    private static final int RIGHT = WIDTH - PLOT_WIDTH - 30;
    private static final int LEGEND_TOP = PLOT_TOP + PLOT_HEIGHT + 72;
    private static final int LEGEND_LINE = 22;
    /** Pixels of a PNG for each unit here, for screens that have many. */
    private static final int PIXELS = 2;

    private static final Drawing.Pen HEADING = new Drawing.Pen(12, Drawing.INK, Drawing.Anchor.START, false);
    private static final double THICK = 2;
    private static final double THIN = 1.25;
    /** The first ones differ in lightness too, for those who see no red or no green. */
    private static final List<Integer> COLOURS = List.of(
            0x1f6feb, 0xd1570b, 0x17803d, 0x8250df, 0xbf3989, 0x8a6d00, 0x0b7c87, 0x57606a, 0xa40e26, 0x0a3069,
            0x6b3e12, 0x4d7c0f);

    /** The least that an axis of accuracies spans. */
    private static final double LEAST_SPAN = 5;

    private final String title;
    private final List<Run> runs;

    /** A run's epochs, of which there is one at least. */
    record Run(String name, History history) {
        Run {
            if (history.rows().isEmpty()) {
                throw new IllegalArgumentException("of %s there is no epoch".formatted(name));
            }
        }

        List<Row> rows() {
            return history.rows();
        }

        Row last() {
            return rows().get(rows().size() - 1);
        }

        double seconds() {
            return rows().stream().mapToDouble(Row::seconds).sum();
        }

        /** The result in the test, at the end and, where that was in another epoch, at best. */
        String tested() {
            String end = percent(last().testAccuracy());
            return history.best()
                    .filter(best -> best.epoch() != last().epoch())
                    .map(best -> "%s, best %s in epoch %d".formatted(end, percent(best.testAccuracy()), best.epoch()))
                    .orElse(end);
        }

        private List<Place> values(ToDoubleFunction<Row> value) {
            return rows().stream()
                    .map(row -> new Place(row.epoch(), value.applyAsDouble(row)))
                    .filter(place -> Double.isFinite(place.y()))
                    .toList();
        }
    }

    /** One run or several, to compare. */
    TrainingCurves(String title, List<Run> runs) {
        if (runs.isEmpty() || runs.size() > COLOURS.size()) {
            throw new IllegalArgumentException(
                    "%d runs; a picture shows 1 to %d".formatted(runs.size(), COLOURS.size()));
        }
        this.title = title;
        this.runs = List.copyOf(runs);
    }

    byte[] png() {
        Canvas canvas = new Canvas(PIXELS * WIDTH, PIXELS * height());
        draw(canvas.enlarged(PIXELS));
        return PngWriter.encode(canvas.image());
    }

    String svg() {
        Svg svg = new Svg(WIDTH, height());
        draw(svg);
        return svg.text(title);
    }

    private int height() {
        return LEGEND_TOP + LEGEND_LINE * runs.size();
    }

    private void draw(Drawing drawing) {
        drawing.write(HEADING.fitted(title, WIDTH - 2 * MARGIN), MARGIN, MARGIN / 2.0, HEADING);
        accuracies().draw(drawing, new Plot.Frame(MARGIN, PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT));
        rates().draw(drawing, new Plot.Frame(RIGHT, PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT));
        for (int i = 0; i < runs.size(); i++) {
            drawLegend(drawing, runs.get(i), COLOURS.get(i), LEGEND_TOP + LEGEND_LINE * i);
        }
    }

    private Plot accuracies() {
        List<Plot.Line> lines = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            lines.add(new Plot.Line(runs.get(i).values(Row::trainAccuracy), THIN, pale(COLOURS.get(i))));
        }
        for (int i = 0; i < runs.size(); i++) {
            lines.add(new Plot.Line(runs.get(i).values(Row::testAccuracy), THICK, COLOURS.get(i)));
        }
        double most = Math.min(100, Math.max(least(lines) + LEAST_SPAN, most(lines)));
        double least = Math.min(least(lines), most - LEAST_SPAN);
        return new Plot("accuracy in percent", Axis.around(least, most), "epoch", epochs(), lines);
    }

    /** Equal ones, which would hide each other, are one line in no run's colour. */
    private Plot rates() {
        List<List<Place>> rates =
                runs.stream().map(run -> run.values(Row::rate)).toList();
        boolean same = runs.size() > 1 && rates.stream().distinct().count() == 1;
        List<Plot.Line> lines = new ArrayList<>();
        for (int i = 0; i < (same ? 1 : runs.size()); i++) {
            lines.add(new Plot.Line(rates.get(i), THICK, same ? Drawing.INK : COLOURS.get(i)));
        }
        double most = most(lines);
        String name = same ? "learning rate, the same for all" : "learning rate";
        return new Plot(name, Axis.around(0, most > 0 ? most : 1), "epoch", epochs(), lines);
    }

    private Axis epochs() {
        return Axis.counting(
                1, runs.stream().mapToInt(run -> run.last().epoch()).max().orElseThrow());
    }

    private void drawLegend(Drawing drawing, Run run, int colour, double y) {
        String name = runs.size() == 1 ? "" : run.name() + ", ";
        String tested = "%stest: %s".formatted(name, run.tested());
        Plot.explain(drawing, new Plot.Line(List.of(), THICK, colour), tested, MARGIN, y, RIGHT - MARGIN);
        String trained = "%strain: %s".formatted(name, percent(run.last().trainAccuracy()));
        Plot.explain(drawing, new Plot.Line(List.of(), THIN, pale(colour)), trained, RIGHT, y, RIGHT - MARGIN);
    }

    static String percent(double percent) {
        return Double.isNaN(percent) ? "not measured" : String.format(Locale.ROOT, "%.2f %%", percent);
    }

    private static double least(List<Plot.Line> lines) {
        return values(lines).min().orElse(0);
    }

    private static double most(List<Plot.Line> lines) {
        return values(lines).max().orElse(0);
    }

    private static DoubleStream values(List<Plot.Line> lines) {
        return lines.stream().flatMap(line -> line.values().stream()).mapToDouble(Place::y);
    }

    /** Half way to white. */
    private static int pale(int colour) {
        return (colour >> 1 & 0x7f7f7f) + 0x808080;
    }
}
