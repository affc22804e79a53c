package io.resnet4j.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.resnet4j.inference.Classification.Prediction;
import io.resnet4j.vision.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationTest {
    private final Labels labels = new Labels(List.of("a", "b", "c", "d"));

    @Test
    void theLikeliestComeFirstWithTheirSoftmax() {
        Classification result =
                new Classification(new float[] {0, (float) Math.log(6), (float) Math.log(3), -200}, labels);
        List<Prediction> top = result.top(3);
        assertEquals(List.of("b", "c", "a"), top.stream().map(Prediction::label).toList());
        assertEquals(List.of(1, 2, 0), top.stream().map(Prediction::index).toList());
        assertEquals(0.6, top.get(0).probability(), 1e-7);
        assertEquals(0.3, top.get(1).probability(), 1e-7);
        assertEquals(0.1, top.get(2).probability(), 1e-7);
        assertEquals(4, result.top(100).size());
    }

    @Test
    void largeLogitsDoNotOverflow() {
        Prediction first = new Classification(new float[] {3e38f, 3e38f, -3e38f, 0}, labels)
                .top(1)
                .get(0);
        assertEquals(0.5, first.probability());
    }

    @Test
    void notANumberIsNeverRight() {
        Classification result = new Classification(new float[] {Float.NaN, 2, Float.NaN, 1}, labels);
        assertEquals(4, result.rank(0));
        assertEquals(2, result.rank(1));
        assertFalse(result.isFinite());
        assertEquals("b", result.top(1).get(0).label());
    }

    @Test
    void ofEqualsTheLowerIndexComesFirst() {
        Classification result = new Classification(new float[] {1, 2, 2, 1}, labels);
        assertEquals(
                List.of(1, 2, 0, 3),
                result.top(4).stream().map(Prediction::index).toList());
        assertEquals(1, result.best());
        assertEquals(0, result.rank(1));
        assertEquals(1, result.rank(2));
        assertEquals(2, result.rank(0));
        assertEquals(3, result.rank(3));
    }
}
