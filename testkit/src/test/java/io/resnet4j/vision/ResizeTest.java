package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResizeTest {
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
    void aRegionIsTheCropOfTheWhole() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            Image image = noise(1 + random.nextInt(40), 1 + random.nextInt(40));
            int width = 1 + random.nextInt(50);
            int height = 1 + random.nextInt(50);
            int left = random.nextInt(width);
            int top = random.nextInt(height);
            Region region = new Region(left, top, 1 + random.nextInt(width - left), 1 + random.nextInt(height - top));
            Image whole = Resize.resize(image, width, height, Interpolation.BILINEAR);
            Image part = Resize.resize(image, width, height, region, Interpolation.BILINEAR);
            assertArrayEquals(crop(whole, region), part.rgb(), () -> "%s of %s".formatted(region, whole));
        }
    }

    @Test
    void aHugeSizeCostsOnlyItsRegion() {
        Region region = new Region(1_000_000_000, 7, 2, 3);
        Image part = Resize.resize(noise(40, 40), Integer.MAX_VALUE, 50, region, Interpolation.BILINEAR);
        assertArrayEquals(new int[] {2, 3}, new int[] {part.width(), part.height()});
    }

    @Test
    void aRegionOutsideIsRefused() {
        Image image = noise(10, 10);
        Region region = new Region(4, 0, 5, 1);
        assertThrows(IllegalArgumentException.class, () -> Resize.resize(image, 8, 8, region, Interpolation.BILINEAR));
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
