package io.resnet4j.cli;

import io.resnet4j.cli.Drawing.Anchor;
import io.resnet4j.cli.Drawing.Pen;
import java.util.List;

/**
 * Lines over two axes.
 *
 * @param title what is counted upwards
 * @param below what is counted to the right
 */
record Plot(String title, Axis up, String below, Axis across, List<Line> lines) {
    /** A line of values; a dot for each where they are few. */
    record Line(List<Place> values, double thickness, int colour) {}

    /** Where the lines are; numbers and titles stand around it. */
    record Frame(double left, double top, double width, double height) {
        double right() {
            return left + width;
        }

        double bottom() {
            return top + height;
        }
    }

    static final Pen TITLE = new Pen(9.5, Drawing.INK, Anchor.START, false);
    static final Pen TEXT = new Pen(8.5, Drawing.INK, Anchor.START, false);
    private static final Pen NUMBER = new Pen(8.5, 0x5d6875, Anchor.MIDDLE, false);
    private static final int GRID = 0xe4e8ec;
    private static final int BASE = 0x8b949e;

    private static final double GAP = 8;
    private static final double TICK = 4;
    private static final int SAMPLE = 26;
    private static final int SAMPLE_GAP = 10;
    private static final int MOST_DOTS = 30;
    /** So much wider than the line. */
    private static final double DOT = 3;

    void draw(Drawing drawing, Frame frame) {
        drawing.write(title, frame.left(), frame.top() - 2 * GAP, TITLE);
        for (Axis.Tick tick : up.ticks()) {
            double y = sharp(y(tick.value(), frame));
            drawing.line(List.of(new Place(frame.left(), y), new Place(frame.right(), y)), 1, GRID);
            drawing.write(tick.text(), frame.left() - GAP, y, NUMBER.anchored(Anchor.END));
        }
        double base = sharp(frame.bottom());
        drawing.line(List.of(new Place(frame.left(), base), new Place(frame.right(), base)), 1, BASE);
        for (Axis.Tick tick : across.ticks()) {
            double x = sharp(x(tick.value(), frame));
            drawing.line(List.of(new Place(x, base), new Place(x, base + TICK)), 1, BASE);
            drawing.write(tick.text(), x, base + 2 * GAP, NUMBER);
        }
        drawing.write(below, frame.left() + frame.width() / 2, base + 4.5 * GAP, NUMBER);
        lines.forEach(line -> draw(line, drawing, frame));
    }

    /**
     * A piece of a line, and beside it what the line is.
     *
     * @param room for both, and a gap after them
     */
    static void explain(Drawing drawing, Line line, String text, double x, double y, int room) {
        drawing.line(List.of(new Place(x, y), new Place(x + SAMPLE, y)), line.thickness(), line.colour());
        drawing.write(TEXT.fitted(text, room - SAMPLE - 2 * SAMPLE_GAP), x + SAMPLE + SAMPLE_GAP, y, TEXT);
    }

    private void draw(Line line, Drawing drawing, Frame frame) {
        List<Place> places = line.values().stream()
                .map(value -> new Place(x(value.x(), frame), y(value.y(), frame)))
                .toList();
        if (places.size() > 1) {
            drawing.line(places, line.thickness(), line.colour());
        }
        if (places.size() <= MOST_DOTS) {
            places.forEach(place -> drawing.line(List.of(place, place), DOT + line.thickness(), line.colour()));
        }
    }

    private double x(double value, Frame frame) {
        return frame.left() + frame.width() * across.share(value);
    }

    private double y(double value, Frame frame) {
        return frame.bottom() - frame.height() * up.share(value);
    }

    /** In the middle of a pixel, so that a line as thick as one does not spread over two. */
    private static double sharp(double length) {
        return Math.floor(length) + 0.5;
    }
}
