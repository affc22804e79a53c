package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.DataSets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void aShareOfEachClassIsHeldOutAndNothingIsLost() throws IOException {
        DataSet digits = DataSets.open("digits!/train");
        Split split = Split.of(digits, 0.1, 5);
        List<Sample> both = new ArrayList<>(split.train().samples());
        both.addAll(split.validation().samples());
        both.sort((a, b) -> digits.samples().indexOf(a) - digits.samples().indexOf(b));
        assertEquals(digits.samples(), both);
        for (int label = 0; label < 10; label++) {
            int all = count(digits, label);
            assertEquals(Math.round(0.1 * all), count(split.validation(), label), "digit " + label);
        }
        assertEquals(digits.classes(), split.train().classes());
    }

    @Test
    void aPartsImagesAreThoseOfItsSamples() throws IOException {
        DataSet digits = DataSets.open("digits");
        DataSet part = Split.of(digits, 0.3, 5).validation();
        for (int i = 0; i < part.samples().size(); i++) {
            int whole = digits.samples().indexOf(part.samples().get(i));
            assertArrayEquals(
                    digits.image(whole, null).rgb(), part.image(i, null).rgb());
        }
        assertTrue(part.samples().size() > 90);
    }

    @Test
    void theSeedAloneDecides() throws IOException {
        DataSet numbers = new NumberedImages(300);
        List<Sample> heldOut = Split.of(numbers, 0.2, 1).validation().samples();
        assertEquals(60, heldOut.size());
        assertEquals(heldOut, Split.of(numbers, 0.2, 1).validation().samples());
        assertNotEquals(heldOut, Split.of(numbers, 0.2, 2).validation().samples());
    }

    @Test
    void oneOfAClassIsAlwaysLeftToLearnFrom() throws IOException {
        Split split = Split.of(new NumberedImages(4), 0.9, 1);
        assertEquals(3, split.train().samples().size());
        assertEquals(1, split.validation().samples().size());
    }

    @Test
    void sharesThatHoldOutNothingAreRefused() {
        for (double share : new double[] {0, 1, -0.1, Double.NaN, 10}) {
            assertThrows(IllegalArgumentException.class, () -> Split.of(new NumberedImages(9), share, 1));
        }
        String message = assertThrows(DataSetException.class, () -> Split.of(new NumberedImages(9), 0.1, 1))
                .getMessage();
        assertEquals("numbers: a share of 0.1 holds out no image of any class; choose a larger one", message);
    }

    private static int count(DataSet data, int label) {
        return (int) data.samples().stream()
                .filter(sample -> sample.label() == label)
                .count();
    }
}
