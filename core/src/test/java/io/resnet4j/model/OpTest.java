package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpTest {
    @ParameterizedTest
    @CsvSource({
        // kernel, stride, side, PyTorch's side
        "7, 2, 224, 112",
        "7, 2, 57, 29",
        "3, 1, 1, 1",
        "3, 2, 8, 4",
        "3, 2, 7, 4",
        "1, 2, 7, 4",
        "1, 2, 8, 4"
    })
    void convolutionsAndPoolsHavePyTorchsSize(int kernel, int stride, int side, int expected) {
        List<Shape> image = List.of(Shape.of(4, side, side));
        assertEquals(
                Shape.of(8, expected, expected),
                conv(4, 8, Window.of(kernel, stride)).shape(image));
        assertEquals(Shape.of(4, expected, expected), new Op.MaxPool2d(Window.of(kernel, stride)).shape(image));
    }

    @Test
    void aPaddingShortcutSubsamplesAndWidens() {
        Op.PadShortcut op = new Op.PadShortcut(16, 32, 2);
        assertEquals(8, op.padding());
        assertEquals(Shape.of(32, 17, 15), op.shape(List.of(Shape.of(16, 33, 29))));
    }

    private static Op.Conv2d conv(int in, int out, Window window) {
        return new Op.Conv2d(in, out, window, 1, false);
    }

    @Test
    void whatCannotWorkIsRefusedWithItsShapes() {
        Exception conv = assertThrows(IllegalArgumentException.class, () -> conv(4, 8, Window.of(3, 1))
                .shape(List.of(Shape.of(5, 32, 32))));
        assertEquals(
                "Conv2d[in=4, out=8, window=3x3, stride 1, groups=1, bias=false] takes [4, height, width], got [5, 32, 32]",
                conv.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Window.of(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Op.PadShortcut(16, 31, 2));
        assertThrows(IllegalArgumentException.class, () -> new Op.PadShortcut(32, 16, 2));
        Exception sum = assertThrows(IllegalArgumentException.class, () -> new Op.Add()
                .shape(List.of(Shape.of(4, 8, 8), Shape.of(4, 4, 4))));
        assertEquals("a sum takes two values of one shape, got [[4, 8, 8], [4, 4, 4]]", sum.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Op.Linear(4, 8).shape(List.of(Shape.of(5))));
        assertThrows(IllegalArgumentException.class, () -> new Op.MaxPool2d(Window.of(5, 1))
                .shape(List.of(Shape.of(4, 0, 8))));
    }
}
