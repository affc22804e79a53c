package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    /** {@code (side + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1}: torch.nn.Conv2d's formula. */
    @ParameterizedTest
    @CsvSource({
        // kernel, stride, dilation, side, padding
        "1, 1, 1, 7, 0",
        "1, 2, 1, 7, 0",
        "3, 1, 1, 1, 1",
        "3, 2, 1, 56, 1",
        "3, 1, 4, 28, 4",
        "3, 2, 2, 15, 2",
        "7, 2, 1, 224, 3",
        "7, 3, 2, 2, 6"
    })
    void itTakesAsManyPlacesAsInPyTorch(int kernel, int stride, int dilation, int side, int padding) {
        Window window = new Window(kernel, stride, dilation);
        assertEquals(padding, window.padding());
        int places = (side + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
        assertEquals(Shape.of(5, places, places), window.slide(Shape.of(2, side, side), 5));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "2, 1, 1", "-3, 1, 1", "3, 0, 1", "3, 1, 0"})
    void whatIsNoWindowIsRefused(int kernel, int stride, int dilation) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new Window(kernel, stride, dilation));
        assertEquals(
                "no window has kernel=%d (odd), stride=%d, dilation=%d".formatted(kernel, stride, dilation),
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"'3x3, stride 2', 3, 2, 1", "'3x3, stride 1, dilation 2', 3, 1, 2"})
    void itSaysWhatItIs(String text, int kernel, int stride, int dilation) {
        assertEquals(text, new Window(kernel, stride, dilation).toString());
    }
}
