package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizeTest {
    private static final float[] SOURCE = Formula.images("resize", 1, Shape.of(400, 400, 3));

    @Test
    void theOldSizeIsTheOldImage() {
        Image image = new Image(3, 2, new byte[18]);
        assertSame(image, Resize.resize(image, 3, 2, Interpolation.BILINEAR));
    }

    @Test
    void everyByteEqualsPillows() {
        Pixels goldens = new Pixels(Goldens.bytes("images/resize.rgb.gz"));
        for (List<String> row : Goldens.table("images/resize.tsv")) {
            int[] size = row.stream().mapToInt(Integer::parseInt).toArray();
            Image resized = Resize.resize(noise(size[0], size[1]), size[2], size[3], Interpolation.BILINEAR);
            goldens.assertNext("resize " + row, size[2], size[3], resized);
        }
        goldens.assertEnd();
    }

    @Test
    void everyFilterAndSizeEqualsPillows() {
        List<List<String>> rows = Goldens.table("resize/resize.tsv");
        assertTrue(rows.size() >= 200);
        for (List<String> row : rows) {
            int[] size = numbers(row);
            for (Interpolation filter : Interpolation.values()) {
                Image resized = Resize.resize(saturated(size[0], size[1]), size[2], size[3], filter);
                assertEquals(size[2] + " x " + size[3], resized.width() + " x " + resized.height());
                assertEquals(row.get(4 + filter.ordinal()), checksum(resized), filter + " " + row);
            }
        }
    }

    /** More rows than the horizontal pass turns at a time, and regions that begin and end anywhere. */
    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void aRegionIsTheCropOfTheWhole(Interpolation filter) {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            Image image = saturated(1 + random.nextInt(40), 1 + random.nextInt(200));
            int width = 1 + random.nextInt(50);
            int height = 1 + random.nextInt(200);
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            Region region = new Region(left, top, 1 + random.nextInt(width - left), 1 + random.nextInt(height - top));
            Image whole = Resize.resize(image, width, height, filter);
            Image part = part(image, width, height, region, filter);
            assertArrayEquals(crop(whole, region), part.rgb(), () -> "%s of %s".formatted(region, whole));
        }
    }

    /** Of a part of the image that is just what it needs. */
    private static Image part(Image image, int width, int height, Region region, Interpolation filter) {
        Resizing resizing = Resize.resizing(image.width(), image.height(), width, height, region, filter);
        return resizing.of(ImagePart.cut(image, resizing.source()));
    }

    @Test
    void aHugeSizeCostsOnlyItsRegion() {
        Region region = new Region(1_000_000_000, 7, 2, 3);
        Image part = part(noise(40, 40), Integer.MAX_VALUE, 50, region, Interpolation.BILINEAR);
        assertArrayEquals(new int[] {2, 3}, new int[] {part.width(), part.height()});
    }

    @Test
    void aRegionOutsideIsRefused() {
        Image image = noise(10, 10);
        Region region = new Region(4, 0, 5, 1);
        assertThrows(IllegalArgumentException.class, () -> part(image, 8, 8, region, Interpolation.BILINEAR));
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        Image image = noise(10, 10);
        for (Interpolation filter : Interpolation.values()) {
            for (int[] size : new int[][] {
                {0, 5},
                {5, 0},
                {-1, 5},
                {Integer.MAX_VALUE, 1},
                {1, 715_827_881},
                {65_536, 65_536},
                {Integer.MAX_VALUE, Integer.MAX_VALUE}
            }) {
                String message = assertThrows(
                                IllegalArgumentException.class, () -> Resize.resize(image, size[0], size[1], filter))
                        .getMessage();
                assertTrue(message.contains(size[0] + " x " + size[1]) && message.contains("pixel"), message);
            }
        }
    }

    /** From Pillow's formulas in Python; the weight of 845 to 53 pixels shows a centre of 1.00000003. */
    @Test
    void theCentreOfEveryFilterIsOne() {
        for (Interpolation filter : Interpolation.values()) {
            assertEquals(1, filter.weight(0), filter.name());
        }
        FilterWeights weights = FilterWeights.of(845, 53, 26, 27, Interpolation.HAMMING);
        assertEquals(242_304, weights.weights()[0][11]);
    }

    @Test
    void namesAreThoseOfPillowInAnyCase() {
        assertEquals(Interpolation.BICUBIC, Interpolation.named("bicubic"));
        assertEquals(Interpolation.LANCZOS, Interpolation.named("Lanczos"));
        String message = assertThrows(IllegalArgumentException.class, () -> Interpolation.named("cubic"))
                .getMessage();
        assertTrue(message.contains("'cubic'") && message.contains("nearest") && message.contains("bicubic"), message);
    }

    /** The source of {@code golden/resize}, which {@code testkit/golden/resizes.py} states: half of its bytes are 0 or 255. */
    static Image saturated(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) Math.min(Math.max(128 * (SOURCE[i] + 1.0), 0), 255);
        }
        return new Image(width, height, rgb);
    }

    static String checksum(Image image) {
        CRC32 crc = new CRC32();
        crc.update(image.rgb());
        return "%08x".formatted(crc.getValue());
    }

    /** The four numbers that a case begins with. */
    static int[] numbers(List<String> row) {
        return row.stream().limit(4).mapToInt(Integer::parseInt).toArray();
    }

    static Image noise(int width, int height) {
        return new Image(width, height, Arrays.copyOf(Goldens.bytes("images/noise.rgb.gz"), 3 * width * height));
    }

    private static byte[] crop(Image image, Region region) {
        byte[] rgb = new byte[3 * region.width() * region.height()];
        for (int y = 0; y < region.height(); y++) {
            int from = 3 * ((region.top() + y) * image.width() + region.left());
            System.arraycopy(image.rgb(), from, rgb, 3 * y * region.width(), 3 * region.width());
        }
        return rgb;
    }
}
