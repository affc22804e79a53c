package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.vision.Image;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Read back by the decoder that reads as Pillow does, which checks the sums too. */
class PngWriterTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "33, 7", "1, 300", "300, 1", "257, 255"})
    void whatIsWrittenIsReadBack(int width, int height) throws Exception {
        byte[] rgb = new byte[3 * width * height];
        new Random(width).nextBytes(rgb);
        Image back = new PillowDecoder().decode(PngWriter.encode(new Image(width, height, rgb)), "x.png");
        assertEquals(width, back.width());
        assertEquals(height, back.height());
        assertArrayEquals(rgb, back.rgb());
    }
}
