package io.resnet4j.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.Goldens;
import io.resnet4j.vision.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against PyTorch, by {@code testkit/golden/metrics.py}, and by hand. */
class MetricsTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    static List<List<String>> golden() {
        return Goldens.table("metrics.tsv");
    }

    @ParameterizedTest
    @MethodSource("golden")
    void figuresArePyTorchs(List<String> row) {
        int classes = Integer.parseInt(row.get(0));
        int images = Integer.parseInt(row.get(1));
        float gain = Float.parseFloat(row.get(2));
        float[] values = Formula.images("answers", images, Shape.of(classes));
        Metrics metrics = new Metrics(classes);
        for (int i = 0; i < images; i++) {
            float[] logits = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
            IntStream.range(0, classes).forEach(k -> logits[k] *= gain);
            Classification answer = answer(logits);
            metrics.add(i % 3 == 0 ? i % classes : answer.best(), answer);
        }
        double loss = Double.parseDouble(row.get(3));
        assertEquals(loss, metrics.loss(), 1e-12 * loss);
        assertEquals(100 * Double.parseDouble(row.get(4)), metrics.calibrationErrorPercent(), 1e-10);
        ConfusionMatrix confusion = metrics.confusion();
        assertEquals(
                row.get(5),
                IntStream.range(0, classes)
                        .mapToObj(label -> IntStream.range(0, classes)
                                .mapToObj(prediction -> "" + confusion.count(label, prediction))
                                .collect(Collectors.joining(",")))
                        .collect(Collectors.joining(";")));
        assertEquals(0, metrics.notNumbers());
    }

    @Test
    void aClassHasItsShareOfRightAnswers() {
        Metrics metrics = new Metrics(3);
        metrics.add(0, answer(1, 0, 0));
        metrics.add(0, answer(0, 1, 0));
        metrics.add(0, answer(0, 1, 0));
        metrics.add(1, answer(0, 1, 0));
        ConfusionMatrix confusion = metrics.confusion();
        assertEquals(List.of(3, 1, 0), eachOf(confusion, confusion::images));
        assertEquals(List.of(1, 1, 0), eachOf(confusion, confusion::right));
        assertEquals(100.0 / 3, confusion.percent(0), 1e-12);
        assertEquals(100, confusion.percent(1));
        assertEquals(Double.NaN, confusion.percent(2));
        assertEquals(2, confusion.count(0, 1));
    }

    private static List<Integer> eachOf(ConfusionMatrix confusion, IntUnaryOperator figure) {
        return IntStream.range(0, confusion.classes()).map(figure).boxed().toList();
    }

    /** Where the probability itself is zero in double precision, and PyTorch's loss is 2000. */
    @Test
    void theLossOfTheSurelyWrongIsANumber() {
        Metrics metrics = new Metrics(2);
        metrics.add(0, answer(-1000, 1000));
        assertEquals(2000, metrics.loss());
        assertEquals(100, metrics.calibrationErrorPercent());
    }

    @Test
    void aClassThatWasRuledOutHasAnInfiniteLoss() {
        Metrics metrics = new Metrics(2);
        metrics.add(1, answer(0, -INFINITY));
        assertEquals(INFINITY, metrics.loss());
        assertEquals(100, metrics.calibrationErrorPercent());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anAnswerWithNotANumberIsWrong(int label) {
        Metrics metrics = new Metrics(3);
        metrics.add(label, answer(NAN, 5, 1));
        metrics.add(label, answer(1, 5, NAN));
        metrics.add(1, answer(1, 5, 2));
        assertEquals(Double.NaN, metrics.loss());
        assertEquals(Double.NaN, metrics.calibrationErrorPercent());
        assertEquals(2, metrics.notNumbers());
        assertEquals(label == 1 ? 1 : 0, metrics.confusion().right(label));
        assertEquals(label == 1 ? 3 : 2, metrics.confusion().images(label));
        int[] counted = IntStream.range(0, 3)
                .map(prediction -> metrics.confusion().count(label, prediction))
                .toArray();
        assertEquals(label == 1 ? 1 : 0, Arrays.stream(counted).sum());
    }

    /** As {@link Classification#rank} has it, by which top-1 is counted. */
    @Test
    void anInfiniteLogitIsThePredictionAndLeavesNoLoss() {
        Metrics metrics = new Metrics(2);
        metrics.add(1, answer(0, INFINITY));
        assertEquals(Double.NaN, metrics.loss());
        assertEquals(Double.NaN, metrics.calibrationErrorPercent());
        assertEquals(1, metrics.confusion().right(1));
        assertEquals(0, metrics.notNumbers());
    }

    @Test
    void ofNothingThereAreNoFigures() {
        Metrics metrics = new Metrics(2);
        assertEquals(Double.NaN, metrics.loss());
        assertEquals(Double.NaN, metrics.calibrationErrorPercent());
    }

    /** Of (a, b] b is inside: were it not, the two answers would share a bin, where their errors cancel out. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
    void aBinEndsWithItsUpperEdge(int edge) {
        Calibration calibration = new Calibration();
        double confidence = edge / 15.0;
        calibration.add(confidence, true);
        calibration.add(Math.nextUp(confidence), false);
        assertEquals(0.5, calibration.error(), 1e-12); // (1 - c + c) / 2; in one bin |1 - 2c| / 2
        assertTrue(Math.abs(1 - 2 * confidence) / 2 < 0.49);
    }

    @Test
    void theLastBinEndsWithOne() {
        Calibration calibration = new Calibration();
        calibration.add(1, true);
        calibration.add(14.5 / 15, false);
        assertEquals(14.5 / 30, calibration.error(), 1e-12);
    }

    private static Classification answer(float... logits) {
        return new Classification(
                logits,
                new Labels(IntStream.range(0, logits.length)
                        .mapToObj(i -> "class " + i)
                        .toList()));
    }
}
