package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SoakPictureTest {
    private static final String SVG = svg();

    private static String svg() {
        SoakPicture picture = new SoakPicture();
        picture.add("40,000 calls", List.of(-2.0, 4.0));
        picture.add("9,000 sessions", List.of(3.0, 9.4, 6.0));
        return picture.svg();
    }

    /** Of each line of that colour the places, but of the piece that explains it. */
    private static List<List<Place>> lines(String colour) {
        return Pattern.compile("<polyline points=\"([^\"]+)\" stroke=\"%s\"".formatted(colour))
                .matcher(SVG)
                .results()
                .map(line -> Pattern.compile("([\\d.]+),([\\d.]+)")
                        .matcher(line.group(1))
                        .results()
                        .map(SoakPictureTest::place)
                        .toList())
                .filter(places -> places.size() > 2)
                .toList();
    }

    private static Place place(MatchResult pair) {
        return new Place(Double.parseDouble(pair.group(1)), Double.parseDouble(pair.group(2)));
    }

    private static double place(String text, String axis) {
        MatchResult found = Pattern.compile(
                        "<text x=\"([\\d.]+)\" y=\"([\\d.]+)\"[^>]*>%s<".formatted(Pattern.quote(text)))
                .matcher(SVG)
                .results()
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(found.group(axis.equals("x") ? 1 : 2));
    }

    @Test
    void bothAxesHaveRoundNumbersAtEqualDistances() {
        double two = place("0", "y") - place("2", "y");
        for (int megabytes = -2; megabytes < 10; megabytes += 2) {
            assertEquals(two, place("" + megabytes, "y") - place("" + (megabytes + 2), "y"), 1, megabytes + " MB");
        }
        double twenty = place("40", "x") - place("20", "x");
        assertEquals(3 * twenty, place("100", "x") - place("40", "x"), 2);
        assertTrue(twenty > 100, "the work spans the picture");
        assertTrue(SVG.contains(">percent of the work<") && SVG.contains(">megabytes beside the heap<"), SVG);
    }

    @Test
    void linesAreWhereTheirAxesSay() {
        List<Place> calls = lines("#1f6feb").get(0);
        List<Place> sessions = lines("#d1570b").get(0);
        assertEquals(3, calls.size());
        assertEquals(4, sessions.size());
        assertEquals(calls.get(0), sessions.get(0), "both begin with nothing at a tenth of the work");
        double megabyte = calls.get(1).y() - calls.get(2).y();
        assertEquals(6.0 / 2, megabyte / (calls.get(1).y() - calls.get(0).y()), 0.01);
        assertEquals(6.4 / 6, (sessions.get(1).y() - sessions.get(2).y()) / megabyte, 0.01);
        assertEquals(place("100", "x"), calls.get(2).x(), 1);
        assertEquals(place("40", "x"), sessions.get(1).x(), 1);
    }

    @Test
    void eachLineIsExplained() {
        assertTrue(SVG.contains(">40,000 calls<") && SVG.contains(">9,000 sessions<"), SVG);
        assertTrue(place("9,000 sessions", "x") > place("40,000 calls", "x") + 200);
    }
}
