package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageOpsTest {
    @Test
    void everyCropOfAPaddedImageEqualsTorchvisions() {
        for (List<String> row : table("crop", 60)) {
            int[] n = numbers(row, 7);
            Image image = ResizeTest.saturated(n[0], n[1]);
            Image cropped = ImageOps.crop(image, n[4] - n[2], n[3] - n[2], n[6], n[5]);
            assertEquals(n[6] + " x " + n[5], cropped.width() + " x " + cropped.height());
            assertEquals(row.get(7), ResizeTest.checksum(cropped), row::toString);
        }
    }

    @Test
    void everyMirroredImageEqualsTorchvisions() {
        for (List<String> row : table("mirror", 10)) {
            int[] n = numbers(row, 2);
            Image image = ResizeTest.saturated(n[0], n[1]);
            assertEquals(row.get(2), ResizeTest.checksum(ImageOps.mirror(image)), row::toString);
            assertArrayEquals(
                    image.rgb(), ImageOps.mirror(ImageOps.mirror(image)).rgb(), row::toString);
        }
    }

    @Test
    void everyResizedCropEqualsTorchvisions() {
        for (List<String> row : table("resized_crop", 60)) {
            int[] n = numbers(row, 8);
            Image image = ResizeTest.saturated(n[0], n[1]);
            Region region = new Region(n[3], n[2], n[5], n[4]);
            for (Interpolation filter : Interpolation.values()) {
                Image resized = ImageOps.resizedCrop(image, region, n[7], n[6], filter);
                assertEquals(row.get(8 + filter.ordinal()), ResizeTest.checksum(resized), filter + " " + row);
            }
        }
    }

    @Test
    void whatLiesBesideTheImageIsBlack() {
        Image white = new Image(2, 1, new byte[] {-1, -1, -1, -1, -1, -1});
        int far = Integer.MIN_VALUE;
        for (int[] corner :
                new int[][] {{2, 0}, {0, 1}, {-3, 0}, {0, -2}, {far, far}, {-1 - far, -1 - far}, {0, far}}) {
            assertArrayEquals(
                    new byte[18],
                    ImageOps.crop(white, corner[0], corner[1], 3, 2).rgb());
        }
        assertArrayEquals(
                new byte[] {0, 0, 0, -1, -1, -1},
                ImageOps.crop(white, -1, 0, 2, 1).rgb());
    }

    @Test
    void rectanglesWithoutPixelsAreRefused() {
        Image image = new Image(2, 1, new byte[6]);
        for (int[] size : new int[][] {{0, 1}, {1, 0}, {-1, -1}, {-1, 1}, {Integer.MAX_VALUE, Integer.MAX_VALUE}}) {
            assertThrows(IllegalArgumentException.class, () -> ImageOps.crop(image, 0, 0, size[0], size[1]));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageOps.resizedCrop(image, new Region(1, 0, 2, 1), 1, 1, Interpolation.BILINEAR));
    }

    private static List<List<String>> table(String name, int atLeast) {
        List<List<String>> rows = Goldens.table("augment/" + name + ".tsv");
        assertTrue(rows.size() >= atLeast, () -> rows.size() + " rows");
        return rows;
    }

    private static int[] numbers(List<String> row, int count) {
        return row.stream().limit(count).mapToInt(Integer::parseInt).toArray();
    }
}
