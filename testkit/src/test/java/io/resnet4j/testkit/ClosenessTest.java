package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ClosenessTest {
    private static final double[] REFERENCE = {-2, 2, -2, 2}; // standard deviation 2

    @Test
    void errorsAreMeasuredInStandardDeviationsOfTheReference() {
        float[] actual = {-2, 2, -2, 3};
        assertEquals(0.5, Closeness.worst(REFERENCE, actual));
    }

    @Test
    void notANumberFailsWhereverItStands() {
        for (int at = 0; at < REFERENCE.length; at++) {
            float[] actual = {-2, 2, -2, 3};
            actual[at] = Float.NaN;
            double worst = Closeness.worst(REFERENCE, actual);
            assertThrows(AssertionError.class, () -> Closeness.assertAtMost(10, worst, "worst"));
        }
    }

    @Test
    void anotherLengthFails() {
        assertThrows(AssertionError.class, () -> Closeness.worst(REFERENCE, new float[3]));
    }
}
