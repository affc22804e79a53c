package io.resnet4j.cli;

import io.resnet4j.vision.Image;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A white picture of pixels to draw on. */
final class Canvas implements Drawing {
    static final int WHITE = 0xffffff;

    private final int width;
    private final int height;
    private final byte[] rgb;

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

    @Override
    public void write(String text, double x, double y, Pen pen) {
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

    @Override
    public void line(List<Place> places, double thickness, int colour) {
        List<StrokeFont.Segment> lines = IntStream.range(1, places.size())
                .mapToObj(i -> places.get(i - 1).to(places.get(i)))
                .toList();
        draw(lines, thickness / 2, colour);
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
