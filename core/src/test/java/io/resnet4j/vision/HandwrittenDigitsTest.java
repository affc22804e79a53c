package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.vision.DataSet.Sample;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HandwrittenDigitsTest {
    /** Counts and the first image are those of {@code sklearn.datasets.load_digits()}. */
    @Test
    void theHalvesAreScikitLearnsDigits() throws IOException {
        RawImages test = (RawImages) DataSets.open("digits");
        RawImages train = (RawImages) DataSets.open("digits!/train");
        int[] counts = new int[10];
        for (Sample sample : all(test, train)) {
            counts[sample.label()]++;
        }
        assertEquals("[178, 182, 177, 183, 181, 182, 181, 179, 174, 180]", Arrays.toString(counts));
        assertEquals(355, test.published());
        assertEquals(1442, train.published());
        assertEquals(new RawImages.Format(1, 8, 16), train.format());
        int[] row = new int[8];
        for (int x = 0; x < 8; x++) {
            row[x] = train.values(0)[8 + x];
        }
        assertEquals("[0, 0, 13, 15, 10, 15, 5, 0]", Arrays.toString(row));
    }

    @Test
    void everyFifthOfADigitIsHeldOut() throws IOException {
        DataSet test = DataSets.open("digits!/test");
        List<Sample> all = all((RawImages) test, (RawImages) DataSets.open("digits!/train"));
        int[] seen = new int[10];
        for (Sample sample : all) {
            assertEquals(seen[sample.label()]++ % 5 == 4, test.samples().contains(sample), sample::path);
        }
    }

    @Test
    void imagesAreGreyAndKeepTheirValues() throws IOException {
        RawImages digits = (RawImages) DataSets.open("digits");
        boolean[] seen = new boolean[17];
        for (int i = 0; i < digits.samples().size(); i++) {
            Image image = digits.image(i, null);
            assertEquals(8, image.width());
            for (int j = 0; j < 64; j++) {
                int value = digits.values(i)[j];
                seen[value] = true;
                for (int channel = 0; channel < 3; channel++) {
                    int shown = Byte.toUnsignedInt(image.rgb()[3 * j + channel]);
                    assertEquals(Math.round(value * 255 / 16.0), shown);
                    assertEquals(value, Math.round(shown * 16 / 255.0));
                }
            }
        }
        for (int value = 0; value <= 16; value++) {
            assertTrue(seen[value], value + " is nowhere");
        }
    }

    /** In the order of the original. */
    private static List<Sample> all(RawImages some, RawImages others) {
        return Stream.concat(some.samples().stream(), others.samples().stream())
                .sorted(Comparator.comparing(
                        sample -> Integer.parseInt(sample.path().substring("digits/".length()))))
                .toList();
    }
}
