package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.TrainingCurves.Run;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.training.History;
import io.resnet4j.training.History.Row;
import io.resnet4j.vision.Image;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The picture as SVG, which can be asked what is where, and the same as PNG. */
class TrainingCurvesTest {
    private static final String BLUE = "#1f6feb";
    private static final String ORANGE = "#d1570b";
    private static final String PALE_BLUE = "#8fb7f5";

    /** A line's places. */
    private record Drawn(String colour, List<Place> places) {}

    private static Row point(int epoch, double rate, double train, double test) {
        return new Row(epoch, epoch, rate, 1, train, 1, test, 1000, 2);
    }

    private static Run net(Row... rows) {
        return new Run("net", new History(List.of(rows)));
    }

    /** Of so many epochs, better and better, with a rate that falls to 0. */
    private static Run run(String name, int epochs, double best, double rate) {
        return new Run(
                name,
                new History(IntStream.rangeClosed(1, epochs)
                        .mapToObj(epoch -> point(
                                epoch,
                                rate * (epochs - epoch) / epochs,
                                best * epoch / epochs,
                                (best - 3) * epoch / epochs))
                        .toList()));
    }

    private static Element parsed(TrainingCurves curves) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(curves.svg())))
                .getDocumentElement();
    }

    private static List<Element> elements(Element svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<Drawn> lines(Element svg) {
        return elements(svg, "polyline").stream()
                .map(line -> new Drawn(
                        line.getAttribute("stroke"),
                        Arrays.stream(line.getAttribute("points").split(" "))
                                .map(pair -> pair.split(","))
                                .map(pair -> new Place(Double.parseDouble(pair[0]), Double.parseDouble(pair[1])))
                                .toList()))
                .toList();
    }

    /** The longest lines of a colour: on the left, on the right, or both. */
    private static List<List<Place>> curves(Element svg, String colour, int epochs) {
        return lines(svg).stream()
                .filter(line -> line.colour().equals(colour) && line.places().size() == epochs)
                .map(Drawn::places)
                .toList();
    }

    private static List<String> texts(Element svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    @Test
    void valuesAreWhereTheirAxesSay() throws Exception {
        Run run = net(point(1, 0.1, 20, 0), point(2, 0.05, 60, 50), point(3, 0, 100, 100), point(4, 0, 80, 90));
        Element svg = parsed(new TrainingCurves("title", List.of(run)));
        List<Place> test = curves(svg, BLUE, 4).get(0);
        List<Place> rate = curves(svg, BLUE, 4).get(1);
        List<Place> train = curves(svg, PALE_BLUE, 4).get(0);
        double zero = test.get(0).y();
        double hundred = test.get(2).y();
        assertEquals(250, zero - hundred, 0.01);
        assertEquals((zero + hundred) / 2, test.get(1).y(), 0.01);
        assertEquals(zero - 0.2 * 250, train.get(0).y(), 0.01);
        assertEquals(hundred, rate.get(0).y(), 0.01);
        assertEquals((zero + hundred) / 2, rate.get(1).y(), 0.01);
        assertEquals(zero, rate.get(2).y(), 0.01);
        assertEquals(430, test.get(3).x() - test.get(0).x(), 0.01);
        assertEquals(430 / 3.0, test.get(1).x() - test.get(0).x(), 0.01);
        assertEquals(
                rate.get(1).x() - rate.get(0).x(), test.get(1).x() - test.get(0).x(), 0.01);
        assertTrue(
                texts(svg).contains("test: 90.00 %, best 100.00 % in epoch 3"),
                texts(svg).toString());
        assertTrue(texts(svg).contains("train: 80.00 %"), texts(svg).toString());
        assertTrue(texts(svg).containsAll(List.of("0", "20", "100", "0.02", "0.10", "1", "4", "epoch", "title")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30, 200, 2000})
    void thePngShowsTheSame(int epochs) throws Exception {
        TrainingCurves curves = new TrainingCurves("title", List.of(run("net", epochs, 90, 0.1)));
        Element svg = parsed(curves);
        Image png = new PillowDecoder().decode(curves.png(), "curves.png");
        assertEquals(2 * Integer.parseInt(svg.getAttribute("width")), png.width());
        assertEquals(2 * Integer.parseInt(svg.getAttribute("height")), png.height());
        List<Drawn> blue =
                lines(svg).stream().filter(line -> line.colour().equals(BLUE)).toList();
        assertTrue(blue.size() >= 2);
        for (Drawn line : blue) {
            for (Place place : line.places()) {
                int found = CanvasTest.colour(png, (int) (2 * place.x()), (int) (2 * place.y()));
                assertEquals(BLUE, "#%06x".formatted(found), place.toString());
            }
        }
    }

    /** As wide as they are in the PNG; line by line, and inside of the picture. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 30, 200, 2000, 123456})
    void textsDoNotOverlap(int last) throws Exception {
        Run run = new Run(
                "net",
                new History(IntStream.rangeClosed(1, last)
                        .mapToObj(epoch -> epoch == 1 ? point(1, 3e-4, 1, 1) : point(epoch, 1, 9, 5))
                        .toList()));
        Element svg = parsed(new TrainingCurves("title", List.of(run)));
        Map<String, Map<Double, Double>> rows = new TreeMap<>();
        for (Element text : elements(svg, "text")) {
            double size = Double.parseDouble(text.getAttribute("font-size"));
            double length = new Drawing.Pen(size / 1.38, 0, Drawing.Anchor.START, false).length(text.getTextContent());
            double x = Double.parseDouble(text.getAttribute("x"));
            double start = x
                    - switch (text.getAttribute("text-anchor")) {
                        case "start" -> 0;
                        case "middle" -> length / 2;
                        default -> length;
                    };
            assertTrue(start > 4 && start + length < 1036, text.getTextContent());
            rows.computeIfAbsent(text.getAttribute("y"), row -> new TreeMap<>()).put(start, start + length);
        }
        rows.forEach((row, spans) -> {
            double end = 0;
            for (Map.Entry<Double, Double> span : spans.entrySet()) {
                assertTrue(span.getKey() > end + 4, row + ": " + spans);
                end = span.getValue();
            }
        });
    }

    @Test
    void ofOneEpochThereAreDots() throws Exception {
        List<Drawn> blue = lines(parsed(new TrainingCurves("title", List.of(run("net", 1, 40, 0.1))))).stream()
                .filter(line -> line.colour().equals(BLUE))
                .toList();
        assertEquals(
                1,
                Collections.frequency(blue.get(0).places(), blue.get(0).places().get(0)) / 2);
    }

    @Test
    void whatWasNotMeasuredIsLeftOut() throws Exception {
        Run some =
                net(point(1, 1, 10, Double.NaN), point(2, 1, 20, 15), point(3, 1, 30, Double.NaN), point(4, 1, 40, 25));
        Element svg = parsed(new TrainingCurves("title", List.of(some)));
        List<Place> tested = curves(svg, BLUE, 2).stream()
                .filter(line -> !line.get(0).equals(line.get(1)))
                .findFirst()
                .orElseThrow();
        List<Place> trained = curves(svg, PALE_BLUE, 4).get(0);
        assertEquals(trained.get(1).x(), tested.get(0).x());
        assertEquals(trained.get(3).x(), tested.get(1).x());
        Run none = net(point(1, 1, 10, Double.NaN));
        assertTrue(texts(parsed(new TrainingCurves("title", List.of(none)))).contains("test: not measured"));
        Run lost = net(point(1, Double.NaN, Double.NaN, Double.NaN));
        assertFalse(new TrainingCurves("title", List.of(lost)).svg().contains("NaN"));
    }

    @Test
    void theBestIsTheFirstOfEquals() {
        Run run = net(point(1, 1, 10, 15), point(2, 1, 20, 16), point(3, 1, 30, 16));
        assertEquals(2, run.history().best().orElseThrow().epoch());
        assertEquals("16.00 %, best 16.00 % in epoch 2", run.tested());
        assertEquals("15.00 %", net(point(1, 1, 10, 15)).tested());
    }

    @Test
    void runsHaveColoursAndEqualRatesOneLine() throws Exception {
        Run one = run("residual", 40, 95, 0.1);
        Run two = run("plain", 40, 85, 0.1);
        Element same = parsed(new TrainingCurves("title", List.of(one, two)));
        assertEquals(1, curves(same, BLUE, 40).size());
        assertEquals(1, curves(same, ORANGE, 40).size());
        assertEquals(1, curves(same, "#1d2733", 40).size());
        assertTrue(texts(same).containsAll(List.of("learning rate, the same for all", "residual, test: 92.00 %")));
        Element other = parsed(new TrainingCurves("title", List.of(one, run("plain", 40, 85, 0.2))));
        assertEquals(2, curves(other, BLUE, 40).size());
        assertEquals(2, curves(other, ORANGE, 40).size());
        assertTrue(texts(other).contains("learning rate"));
    }

    @Test
    void asManyAsThereAreColoursAreDrawnAndNoMore() throws Exception {
        List<Run> twelve = IntStream.range(0, 12)
                .mapToObj(i -> run("net " + i, 50, 50 + i, 0.1))
                .toList();
        Element svg = parsed(new TrainingCurves("title", twelve));
        assertEquals(
                12 * 2 + 1,
                lines(svg).stream()
                        .filter(line -> line.places().size() == 50)
                        .map(Drawn::colour)
                        .distinct()
                        .count());
        List<Run> more = Stream.concat(twelve.stream(), twelve.stream()).toList();
        assertThrows(IllegalArgumentException.class, () -> new TrainingCurves("title", more));
        assertThrows(IllegalArgumentException.class, () -> new TrainingCurves("title", List.of()));
        assertThrows(IllegalArgumentException.class, () -> net());
    }

    /** Names come from files. */
    @Test
    void namesAreTextHoweverTheyAreWritten() throws Exception {
        String name = "</svg><script>alert('1')</script> & \"" + "x".repeat(100_000);
        Element svg = parsed(new TrainingCurves(name, List.of(run(name, 3, 90, 1), run("other", 3, 80, 1))));
        assertEquals(0, elements(svg, "script").size());
        assertEquals(name, elements(svg, "title").get(0).getTextContent());
        assertTrue(texts(svg).stream().anyMatch(text -> text.startsWith("</svg><script>") && text.length() < 100));
    }
}
