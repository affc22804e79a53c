package io.resnet4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * ASCII's letters as lines of a pen. The JDK's own fonts are those of the machine, of which a server or a container may have
 * none, and then drawing text fails; with these a picture is the same everywhere.
 *
 * <p>{@code letters.txt} has a line for each: the letter, then strokes parted by spaces. A stroke is a chain of points, two
 * digits each of base 36: x to the right, y down from a capital's top. Capitals stand on y = {@value #BASELINE}. A stroke that
 * begins with {@code ~} is rounded: it leaves and reaches its ends, and bends halfway to each point between.
 */
final class StrokeFont {
    /** A straight line of a letter, in units of the font. */
    record Segment(double x0, double y0, double x1, double y1) {
        Segment moved(double dx, double dy) {
            return new Segment(x0 + dx, y0 + dy, x1 + dx, y1 + dy);
        }

        Segment scaled(double factor) {
            return new Segment(x0 * factor, y0 * factor, x1 * factor, y1 * factor);
        }

        /** By a quarter to the left, around the origin. */
        Segment turned() {
            return new Segment(y0, -x0, y1, -x1);
        }

        /** How far a point is from the nearest one of the line. */
        double distance(double x, double y) {
            double dx = x1 - x0;
            double dy = y1 - y0;
            double squared = dx * dx + dy * dy;
            double along = squared == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / squared;
            double nearest = Math.max(0, Math.min(1, along));
            return Math.hypot(x - x0 - nearest * dx, y - y0 - nearest * dy);
        }
    }

    private record Letter(List<Segment> segments, int width) {}

    /** The height of a capital. */
    static final int BASELINE = 18;

    private static final int BASE = 36;
    private static final int GAP = 5;
    private static final int SPACE = 7;
    private static final int STEPS = 6;

    private static final Map<Character, Letter> LETTERS = read();

    private StrokeFont() {}

    /** Whether every letter can be drawn, be it without its accents. */
    static boolean has(String text) {
        return plain(text).chars().allMatch(c -> LETTERS.containsKey((char) c));
    }

    /** How far a text reaches, in units. */
    static double width(String text) {
        return Math.max(
                0, plain(text).chars().mapToDouble(c -> advance((char) c)).sum() - GAP);
    }

    /** The lines of a text that begins at x = 0; a question mark for what cannot be drawn. */
    static List<Segment> segments(String text) {
        List<Segment> segments = new ArrayList<>();
        double x = 0;
        for (char c : plain(text).toCharArray()) {
            for (Segment segment : letter(c).segments()) {
                segments.add(segment.moved(x, 0));
            }
            x += advance(c);
        }
        return segments;
    }

    private static double advance(char c) {
        return letter(c).width() + GAP;
    }

    private static Letter letter(char c) {
        return LETTERS.getOrDefault(c, LETTERS.get('?'));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
    }

    private static Map<Character, Letter> read() {
        try (InputStream in = StrokeFont.class.getResourceAsStream("letters.txt")) {
            Map<Character, Letter> letters = new HashMap<>();
            letters.put(' ', new Letter(List.of(), SPACE - GAP));
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(line -> letters.put(line.charAt(0), letter(line.substring(2))));
            return Map.copyOf(letters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Letter letter(String strokes) {
        List<Segment> segments = new ArrayList<>();
        for (String stroke : strokes.split(" ")) {
            boolean rounded = stroke.startsWith("~");
            List<Place> points = points(rounded ? stroke.substring(1) : stroke);
            List<Place> chain = rounded ? rounded(points) : points;
            for (int i = 1; i < chain.size(); i++) {
                Place from = chain.get(i - 1);
                Place to = chain.get(i);
                segments.add(new Segment(from.x(), from.y(), to.x(), to.y()));
            }
        }
        double width = segments.stream()
                .mapToDouble(segment -> Math.max(segment.x0(), segment.x1()))
                .max()
                .orElseThrow();
        return new Letter(List.copyOf(segments), (int) Math.ceil(width));
    }

    private static List<Place> points(String digits) {
        List<Place> points = new ArrayList<>();
        for (int i = 0; i < digits.length(); i += 2) {
            points.add(new Place(Character.digit(digits.charAt(i), BASE), Character.digit(digits.charAt(i + 1), BASE)));
        }
        return points;
    }

    /** A quadratic B-spline: parabolas between the middles of neighbouring points, each bent by the point between. */
    private static List<Place> rounded(List<Place> points) {
        List<Place> chain = new ArrayList<>(List.of(points.get(0)));
        int last = points.size() - 1;
        for (int i = 1; i < last; i++) {
            Place from = chain.get(chain.size() - 1);
            Place bend = points.get(i);
            Place to = i == last - 1 ? points.get(last) : bend.halfwayTo(points.get(i + 1));
            for (int step = 1; step <= STEPS; step++) {
                double t = (double) step / STEPS;
                chain.add(new Place(
                        between(between(from.x(), bend.x(), t), between(bend.x(), to.x(), t), t),
                        between(between(from.y(), bend.y(), t), between(bend.y(), to.y(), t), t)));
            }
        }
        return chain;
    }

    private static double between(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
