package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.Pixels;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.ImagePart;
import io.resnet4j.vision.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
    @ValueSource(strings = {"decode", "jpeg", "gif", "bmp", "webp"})
    void everyByteEqualsPillows(String folder) throws ImageException {
        assertGoldens(folder, decoder);
    }

    @Test
    void exifTurnsAsInPillow() throws ImageException {
        assertGoldens("exif", decoder.withExifOrientation());
    }

    private static void assertGoldens(String folder, PillowDecoder decoder) throws ImageException {
        Pixels goldens = new Pixels(Goldens.bytes("images/%s.rgb.gz".formatted(folder)));
        for (List<String> row : Goldens.table("images/%s.tsv".formatted(folder))) {
            String name = row.get(0);
            Image image = decoder.decode(Goldens.bytes("images/%s/%s".formatted(folder, name)), name);
            goldens.assertNext(name, Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2)), image);
        }
        goldens.assertEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.jpg", "6-big-endian.png", "6.webp"})
    void exifIsIgnoredUnlessAskedFor(String name) throws ImageException {
        byte[] file = Goldens.bytes("images/exif/" + name);
        byte[] upright = Goldens.bytes("images/exif/" + name.replace('6', '1'));
        Image image = decoder.decode(file, name);
        assertEquals(11, image.width());
        assertEquals(7, decoder.withExifOrientation().decode(file, name).width());
        assertArrayEquals(
                decoder.withExifOrientation().decode(upright, name).rgb(),
                decoder.decode(file, name).rgb());
    }

    @ParameterizedTest
    @CsvSource({
        "header.jpg, damaged EXIF: it has no TIFF header",
        "header.png, damaged EXIF: it has no TIFF header",
        "header.webp, damaged EXIF: it has no TIFF header",
        "short.png, damaged EXIF: it has no TIFF header",
        "43.png, damaged EXIF: it has no TIFF header",
        "two-prefixes.png, damaged EXIF: it has no TIFF header",
        "no-digits.png, damaged EXIF: its profile is not hexadecimal",
        "half-a-byte.png, damaged EXIF: its profile is not hexadecimal",
    })
    void exifThatPillowRefusesIsRefusedIfAskedFor(String name, String problem) throws ImageException {
        byte[] file = Goldens.bytes("images/exif-refused/" + name);
        assertEquals(11, decoder.decode(file, name).width());
        ImageException e = assertThrows(
                ImageException.class, () -> decoder.withExifOrientation().decode(file, name));
        assertTrue(e.getMessage().startsWith(name + ": " + problem), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "decode", "exif"})
    void aPartIsThatPartOfTheWhole(String folder) throws ImageException {
        PillowDecoder used = folder.equals("exif") ? decoder.withExifOrientation() : decoder;
        Random random = new Random(11);
        for (List<String> row : Goldens.table("images/%s.tsv".formatted(folder))) {
            byte[] file = Goldens.bytes("images/%s/%s".formatted(folder, row.get(0)));
            Image whole = used.decode(file, row.get(0));
            for (int i = 0; i < 6; i++) {
                int left = random.nextInt(whole.width());
                int top = random.nextInt(whole.height());
                int width = 1 + random.nextInt(whole.width() - left);
                int height = 1 + random.nextInt(whole.height() - top);
                Region region = new Region(left, top, width, height);
                ImagePart part = used.decode(file, row.get(0), (w, h) -> region);
                assertEquals(whole.width() + " x " + whole.height(), part.width() + " x " + part.height());
                assertArrayEquals(
                        ImagePart.cut(whole, region).pixels().rgb(),
                        part.pixels().rgb(),
                        row.get(0) + " " + region);
                assertEquals(region, part.region());
            }
        }
    }

    @Test
    void damageOutsideOfThePartIsRefusedToo() {
        byte[] file = file("large.jpg");
        byte[] cut = Arrays.copyOf(file, file.length - 2);
        ImageDecoder.Cut corner = (width, height) -> new Region(0, 0, 1, 1);
        assertThrows(ImageException.class, () -> decoder.decode(cut, "cut.jpg", corner));
        byte[] emptied = file("large.jpg");
        Arrays.fill(emptied, emptied.length - 200, emptied.length - 2, (byte) 0);
        assertThrows(ImageException.class, () -> decoder.decode(emptied, "emptied.jpg", corner));
    }

    @ParameterizedTest
    @ValueSource(strings = {"decode/420.jpg", "decode/rgb8.png"})
    void aPartThatIsNotInsideIsRefused(String name) {
        byte[] file = Goldens.bytes("images/" + name);
        assertThrows(
                IllegalArgumentException.class,
                () -> decoder.decode(file, name, (width, height) -> new Region(1, 0, width, height)));
        assertThrows(
                IllegalArgumentException.class,
                () -> decoder.decode(file, name, (width, height) -> new Region(0, height, 1, 1)));
    }

    @Test
    void whatIsNoImageIsSaid() {
        byte[] text = Goldens.bytes("images/refused/text.png");
        ImageException e = assertThrows(ImageException.class, () -> decoder.decode(text, "text.png"));
        assertEquals("text.png: not an image; JPEG, PNG, GIF, BMP, TIFF and WebP can be read", e.getMessage());
    }

    @Test
    void whatPillowNeverReadsIsRefused() {
        PillowDecoder turning = decoder.withExifOrientation(); // so that texts are read too
        for (List<String> row : Goldens.table("images/never.tsv")) {
            String name = row.get(0);
            byte[] file = Goldens.bytes("images/never/" + name);
            ImageException e = assertThrows(ImageException.class, () -> turning.decode(file, name), name);
            assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
        }
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
        byte[] gif = Goldens.bytes("images/gif/small-frame.gif"); // 9 x 7 on a screen of 14 x 12
        byte[] grown = Goldens.bytes("images/gif/beyond-screen.gif"); // to 11 x 8
        byte[] bmp = Goldens.bytes("images/bmp/24.bmp"); // 21 x 9
        byte[] webp = Goldens.bytes("images/webp/frame-lossy.webp"); // 29 x 21 on a canvas of 40 x 30
        assertEquals(45, new PillowDecoder(45 * 35).decode(jpeg, "jpeg").width());
        assertEquals(37, new PillowDecoder(37 * 29).decode(png, "png").width());
        assertTooLarge(new PillowDecoder(45 * 35 - 1), jpeg, "45 x 35 pixels");
        assertTooLarge(new PillowDecoder(37 * 29 - 1), png, "37 x 29 pixels");
        assertTooLarge(new PillowDecoder(14 * 12 - 1), gif, "14 x 12 pixels");
        assertTooLarge(new PillowDecoder(11 * 8 - 1), grown, "11 x 8 pixels");
        assertTooLarge(new PillowDecoder(21 * 9 - 1), bmp, "21 x 9 pixels");
        assertTooLarge(new PillowDecoder(40 * 30 - 1), webp, "40 x 30 pixels");
        assertTooLarge(
                new PillowDecoder(7 * 11 - 1).withExifOrientation(), Goldens.bytes("images/exif/6.jpg"), "11 x 7");
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
