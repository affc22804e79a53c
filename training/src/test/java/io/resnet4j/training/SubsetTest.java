package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.DataSets;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsetTest {
    private final DataSet numbers = new NumberedImages(20);

    @Test
    void classesAreNumberedAnewAndTheFirstImagesOfEachAreTaken() throws IOException {
        DataSet few = Subset.of(numbers, List.of("three", "one"), 2);
        assertEquals(List.of("three", "one"), few.classes());
        assertEquals(
                List.of(new Sample("0.jpg", 1), new Sample("2.jpg", 0), new Sample("3.jpg", 1), new Sample("5.jpg", 0)),
                few.samples());
        assertArrayEquals(NumberedImages.image(5).rgb(), few.image(3, null).rgb());
    }

    @Test
    void orAllOfThem() throws IOException {
        DataSet digits = DataSets.open("digits");
        DataSet odd = Subset.of(digits, List.of("1", "3", "5", "7", "9"));
        assertEquals(
                digits.samples().stream()
                        .filter(sample -> sample.label() % 2 == 1)
                        .map(Sample::path)
                        .toList(),
                odd.samples().stream().map(Sample::path).toList());
        assertEquals(digits.side(), odd.side());
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertEquals(
                "numbers: it has 6 images of three, and 7 are to be taken",
                assertThrows(DataSetException.class, () -> Subset.of(numbers, List.of("one", "three"), 7))
                        .getMessage());
        assertEquals(
                "numbers: of the classes [one, four] it has not all; there are [one, two, three]",
                assertThrows(DataSetException.class, () -> Subset.of(numbers, List.of("one", "four")))
                        .getMessage());
        assertEquals(
                "numbers: it has 0 images of two, and 1 are to be taken",
                assertThrows(DataSetException.class, () -> Subset.of(new NumberedImages(1), List.of("one", "two")))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> Subset.of(numbers, List.of()));
        assertThrows(IllegalArgumentException.class, () -> Subset.of(numbers, List.of("one", "one")));
        assertThrows(IllegalArgumentException.class, () -> Subset.of(numbers, List.of("one"), 0));
    }
}
