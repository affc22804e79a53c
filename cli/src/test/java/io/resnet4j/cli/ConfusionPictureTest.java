package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Classification;
import io.resnet4j.inference.ConfusionMatrix;
import io.resnet4j.inference.Metrics;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Labels;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionPictureTest {
    private static final int FULL = ColourScale.of(1);

    /** Where cells are, found by the colour of full ones in the first row and the last. */
    private record Cells(Image image, int left, int top, double side) {
        int colour(int label, int prediction) { // in a corner, where no count is
            return CanvasTest.colour(image, left + (int) (prediction * side), top + (int) (label * side));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 20, 21, 100, 150, 151, 1000})
    void aCellHasTheColourOfItsShareOfTheRow(int classes) {
        int last = classes - 1;
        Metrics metrics = new Metrics(classes);
        for (int label = 0; label < classes; label++) {
            boolean diagonal = label != 1 || classes == 2;
            add(metrics, label, diagonal ? label : 0, 4);
        }
        if (classes > 2) {
            add(metrics, 1, last, 12); // 75 % of the row, and 4 are at 0
        }
        Cells cells = cells(draw(metrics.confusion(), names("class ", classes)), classes);
        for (int label = 0; label < classes; label += Math.max(1, classes / 50)) {
            for (int prediction = 0; prediction < classes; prediction += Math.max(1, classes / 50)) {
                int count = metrics.confusion().count(label, prediction);
                double share = (double) count / metrics.confusion().images(label);
                assertEquals(ColourScale.of(share), cells.colour(label, prediction), label + ", " + prediction);
            }
        }
    }

    /** Letters with everything that reaches up and down; between any two names there is a line without ink. */
    @ParameterizedTest
    @ValueSource(ints = {20, 21, 64, 100, 150})
    void namesDoNotOverlap(int classes) {
        Image image = draw(diagonal(classes), Collections.nCopies(classes, "Égjpqy|{}()bdfhkl_,;$@"));
        Cells cells = cells(image, classes);
        int side = (int) Math.round(cells.side() * classes);
        boolean[] rows = inked(side, y -> hasInk(image, cells.left() - 60, cells.top() + y, 50, 1));
        assertEquals(classes, runs(rows));
        boolean[] columns = inked(side, x -> hasInk(image, cells.left() + x, cells.top() + side + 10, 1, 50));
        assertEquals(classes, runs(columns));
    }

    @Test
    void ofManyClassesSomeAreNumbered() {
        for (int classes : new int[] {151, 600, 1000, 2000}) {
            Image image = draw(diagonal(classes), names("class ", classes));
            Cells cells = cells(image, classes);
            int side = (int) Math.round(cells.side() * classes);
            boolean[] rows = inked(side, y -> hasInk(image, cells.left() - 20, cells.top() + y, 14, 1));
            int numbers = runs(rows);
            assertTrue(numbers >= 4 && numbers <= 12, classes + ": " + numbers);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 100, 151})
    void whatIsTooLongIsCutAndNothingReachesTheEdge(int classes) {
        String longest = "W".repeat(100_000);
        List<String> names = Collections.nCopies(classes, longest);
        Image image = ConfusionPicture.draw(diagonal(classes), names, names, longest, longest);
        for (int margin = 0; margin < 8; margin++) {
            int right = image.width() - 1 - margin;
            int bottom = image.height() - 1 - margin;
            for (int x = 0; x < image.width(); x++) {
                assertEquals(Canvas.WHITE, CanvasTest.colour(image, x, margin));
                assertEquals(Canvas.WHITE, CanvasTest.colour(image, x, bottom));
            }
            for (int y = 0; y < image.height(); y++) {
                assertEquals(Canvas.WHITE, CanvasTest.colour(image, margin, y));
                assertEquals(Canvas.WHITE, CanvasTest.colour(image, right, y));
            }
        }
    }

    @Test
    void aNameThatCannotBeDrawnIsAClassesNumber() {
        Image drawn = draw(diagonal(3), List.of("cat", "猫", "dog"));
        assertArrayEquals(draw(diagonal(3), List.of("cat", "class 1", "dog")).rgb(), drawn.rgb());
    }

    /** Which the data may call otherwise than the model. */
    @Test
    void rowsHaveTheNamesOfTheDataAndColumnsThoseOfTheModel() {
        Image same = draw(diagonal(2), List.of("0", "1"));
        Image other = ConfusionPicture.draw(diagonal(2), List.of("7", "1"), List.of("0", "1"), "title", "subtitle");
        Cells cells = cells(same, 2);
        int bottom = cells.top() + (int) (2 * cells.side());
        boolean left = false;
        for (int y = 0; y < same.height(); y++) {
            for (int x = 0; x < same.width(); x++) {
                if (CanvasTest.colour(same, x, y) != CanvasTest.colour(other, x, y)) {
                    left = true;
                    assertTrue(x < cells.left() && y < bottom, x + ", " + y);
                }
            }
        }
        assertTrue(left);
    }

    /** Of a million images a cell is as wide as its number. */
    @Test
    void countsFitTheirCells() {
        ConfusionMatrix million = diagonal(20, 1_000_000);
        Cells cells = cells(draw(million, names("", 20)), 20);
        assertTrue(cells.side() > new Drawing.Pen(9.5, 0, Drawing.Anchor.START, false).length("1000000") + 4);
    }

    @Test
    void aClassWithoutImagesIsWhite() {
        Metrics metrics = new Metrics(3);
        add(metrics, 0, 0, 1);
        add(metrics, 2, 2, 1);
        Cells cells = cells(draw(metrics.confusion(), names("", 3)), 3);
        for (int prediction = 0; prediction < 3; prediction++) {
            assertEquals(Canvas.WHITE, cells.colour(1, prediction));
        }
    }

    private static Image draw(ConfusionMatrix matrix, List<String> names) {
        return ConfusionPicture.draw(matrix, names, names, "title", "subtitle");
    }

    private static Cells cells(Image image, int classes) {
        int left = Integer.MAX_VALUE;
        int top = Integer.MAX_VALUE;
        int right = 0;
        for (int y = 70; y < image.height(); y++) {
            for (int x = 0; x < image.width() - 100; x++) { // not the colour scale
                if (CanvasTest.colour(image, x, y) == FULL) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x);
                }
            }
        }
        double side = (right - left + 1.0) / classes;
        return new Cells(image, left, top, Math.round(side)); // a line may be missing on the right
    }

    private static boolean hasInk(Image image, int left, int top, int width, int height) {
        return IntStream.range(0, width * height)
                .anyMatch(i -> CanvasTest.colour(image, left + i % width, top + i / width) != Canvas.WHITE);
    }

    private static boolean[] inked(int length, IntPredicate ink) {
        boolean[] inked = new boolean[length];
        IntStream.range(0, length).forEach(i -> inked[i] = ink.test(i));
        return inked;
    }

    private static int runs(boolean[] inked) {
        return (int) IntStream.range(0, inked.length)
                .filter(i -> inked[i] && (i == 0 || !inked[i - 1]))
                .count();
    }

    private static List<String> names(String start, int classes) {
        return IntStream.range(0, classes).mapToObj(i -> start + i).toList();
    }

    private static ConfusionMatrix diagonal(int classes) {
        return diagonal(classes, 1);
    }

    private static ConfusionMatrix diagonal(int classes, int times) {
        Metrics metrics = new Metrics(classes);
        IntStream.range(0, classes).forEach(i -> add(metrics, i, i, i == 0 ? times : 1));
        return metrics.confusion();
    }

    private static void add(Metrics metrics, int label, int prediction, int times) {
        float[] logits = new float[metrics.confusion().classes()];
        logits[prediction] = 1;
        Labels labels = new Labels(List.of("unused"));
        IntStream.range(0, times).forEach(i -> metrics.add(label, new Classification(logits, labels)));
    }
}
