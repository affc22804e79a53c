package io.resnet4j.cli;

import io.resnet4j.vision.Image;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A white picture to draw rectangles and text on. Colours are {@code 0xRRGGBB}; y counts down from the top. */
final class Canvas {
    static final int WHITE = 0xffffff;

    /** Of the height of a capital. */
    private static final double PEN = 0.13;

    private static final double NARROWEST_PEN = 1.1;

    private final int width;
    private final int height;
    private final byte[] rgb;

    /** Where a text's anchor is. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /**
     * How a text is written.
     *
     * @param height of a capital, in pixels
     * @param upwards turned by a quarter, so that it reads from below
     */
    record Pen(double height, int colour, Anchor anchor, boolean upwards) {
        /** How many pixels long a text becomes. */
        double length(String text) {
            return StrokeFont.width(text) * scale();
        }

        Pen anchored(Anchor other) {
            return new Pen(height, colour, other, upwards);
        }

        Pen turned() {
            return new Pen(height, colour, anchor, true);
        }

        private double scale() {
            return height / StrokeFont.BASELINE;
        }

        private double radius() {
            return Math.max(NARROWEST_PEN, PEN * height) / 2;
        }
    }

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.rgb = new byte[3 * width * height];
        Arrays.fill(rgb, (byte) WHITE);
    }

    Image image() {
        return new Image(width, height, rgb);
    }

    void fill(int left, int top, int columns, int rows, int colour) {
        for (int y = top; y < top + rows; y++) {
            for (int x = left; x < left + columns; x++) {
                blend(y * width + x, colour, 1);
            }
        }
    }

    /** Writes a text whose capitals are centred on a line: that of y, or upwards that of x. */
    void write(String text, double x, double y, Pen pen) {
        double start =
                switch (pen.anchor()) {
                    case START -> 0;
                    case MIDDLE -> -pen.length(text) / 2;
                    case END -> -pen.length(text);
                };
        double scale = pen.scale();
        double middle = StrokeFont.BASELINE / 2.0;
        List<StrokeFont.Segment> lines = StrokeFont.segments(text).stream()
                .map(line -> line.moved(0, -middle).scaled(scale).moved(start, 0))
                .map(line -> (pen.upwards() ? line.turned() : line).moved(x, y))
                .toList();
        draw(lines, pen.radius(), pen.colour());
    }

    /** Each pixel as dark as the line nearest to it covers it, so that lines that meet are no darker there. */
    private void draw(List<StrokeFont.Segment> lines, double radius, int colour) {
        Map<Integer, Double> covered = new HashMap<>();
        for (StrokeFont.Segment line : lines) {
            double reach = radius + 1;
            int right = (int) Math.min(width - 1, Math.max(line.x0(), line.x1()) + reach);
            int bottom = (int) Math.min(height - 1, Math.max(line.y0(), line.y1()) + reach);
            for (int y = (int) Math.max(0, Math.min(line.y0(), line.y1()) - reach); y <= bottom; y++) {
                for (int x = (int) Math.max(0, Math.min(line.x0(), line.x1()) - reach); x <= right; x++) {
                    double share = Math.min(1, radius + 0.5 - line.distance(x + 0.5, y + 0.5));
                    if (share > 0) {
                        covered.merge(y * width + x, share, Math::max);
                    }
                }
            }
        }
        covered.forEach((pixel, share) -> blend(pixel, colour, share));
    }

    private void blend(int pixel, int colour, double share) {
        for (int channel = 0; channel < 3; channel++) {
            int at = 3 * pixel + channel;
            int old = Byte.toUnsignedInt(rgb[at]);
            int full = colour >> 16 - 8 * channel & 0xff;
            rgb[at] = (byte) Math.round(old + (full - old) * share);
        }
    }
}
