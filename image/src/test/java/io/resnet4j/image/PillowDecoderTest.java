package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.Pixels;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PillowDecoderTest {
    private final PillowDecoder decoder = new PillowDecoder();

    @ParameterizedTest
    @ValueSource(strings = {"decode", "jpeg"})
    void everyByteEqualsPillows(String kind) throws ImageException {
        Pixels goldens = new Pixels(Goldens.bytes("images/%s.rgb.gz".formatted(kind)));
        for (List<String> row : Goldens.table("images/%s.tsv".formatted(kind))) {
            byte[] file = Goldens.bytes("images/%s/%s".formatted(kind, row.get(0)));
            Image image = decoder.decode(file, row.get(0));
            goldens.assertNext(row.get(0), Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2)), image);
        }
        goldens.assertEnd();
    }

    @ParameterizedTest
    @CsvSource({
        "image.gif, GIF",
        "image.bmp, BMP",
        "image.webp, WEBP",
        "text.png, not an image",
    })
    void whatCannotBeReadIsNamed(String name, String problem) {
        ImageException e =
                assertThrows(ImageException.class, () -> decoder.decode(Goldens.bytes("images/refused/" + name), name));
        assertTrue(e.getMessage().startsWith(name + ": " + problem), e.getMessage());
    }

    @Test
    void manyThreadsGetTheSamePixels() throws Exception {
        byte[] jpeg = file("420-progressive.jpg");
        byte[] png = file("palette4-interlaced.png");
        byte[] expectedJpeg = decoder.decode(jpeg, "jpeg").rgb();
        byte[] expectedPng = decoder.decode(png, "png").rgb();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Image>> images = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                byte[] file = i % 2 == 0 ? jpeg : png;
                images.add(threads.submit(() -> decoder.decode(file, "shared")));
            }
            for (int i = 0; i < images.size(); i++) {
                assertArrayEquals(
                        i % 2 == 0 ? expectedJpeg : expectedPng,
                        images.get(i).get().rgb());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theLimitCountsPixels() throws ImageException {
        byte[] jpeg = file("420.jpg"); // 45 x 35
        byte[] png = file("rgb8.png"); // 37 x 29
        assertEquals(45, new PillowDecoder(45 * 35).decode(jpeg, "jpeg").width());
        assertEquals(37, new PillowDecoder(37 * 29).decode(png, "png").width());
        assertTooLarge(new PillowDecoder(45 * 35 - 1), jpeg, "45 x 35 pixels");
        assertTooLarge(new PillowDecoder(37 * 29 - 1), png, "37 x 29 pixels");
        assertThrows(IllegalArgumentException.class, () -> new PillowDecoder(0));
        assertThrows(IllegalArgumentException.class, () -> new PillowDecoder(Integer.MAX_VALUE));
    }

    private static void assertTooLarge(PillowDecoder decoder, byte[] file, String size) {
        ImageException e = assertThrows(ImageException.class, () -> decoder.decode(file, "large"));
        assertTrue(e.getMessage().startsWith("large: " + size), e.getMessage());
    }

    static byte[] file(String name) {
        return Goldens.bytes("images/decode/" + name);
    }
}
