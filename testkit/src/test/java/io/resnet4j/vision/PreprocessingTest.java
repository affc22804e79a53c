package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.Pixels;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    @Test
    void everyByteEqualsTorchvisions() {
        Pixels goldens = new Pixels(Goldens.bytes("images/preprocess.rgb.gz"));
        for (List<String> row : Goldens.table("images/preprocess.tsv")) {
            int[] number = row.stream().mapToInt(Integer::parseInt).toArray();
            Preprocessing preprocessing =
                    new Preprocessing(number[0], number[1], Interpolation.BILINEAR, Normalization.IMAGENET);
            Image seen = preprocessing.apply(ResizeTest.noise(number[2], number[3]));
            goldens.assertNext("preprocess " + row, number[1], number[1], seen);
        }
        goldens.assertEnd();
    }

    @Test
    void everyFilterEqualsTorchvisions() throws ImageException {
        for (List<String> row : Goldens.table("resize/preprocess.tsv")) {
            int[] number = ResizeTest.numbers(row);
            Image image = ResizeTest.saturated(number[2], number[3]);
            for (Interpolation filter : Interpolation.values()) {
                Preprocessing preprocessing = new Preprocessing(number[0], number[1], filter, Normalization.IMAGENET);
                String seen = ResizeTest.checksum(preprocessing.apply(image));
                assertEquals(row.get(4 + filter.ordinal()), seen, filter + " " + row);
                Image decoded = preprocessing.apply(new FixedDecoder(image), new byte[0], "part");
                assertEquals(seen, ResizeTest.checksum(decoded), "of a part, " + filter + " " + row);
            }
        }
    }

    @Test
    void sizesAreCheckedBeforeAnythingIsAllocated() {
        for (int[] sizes : new int[][] {{0, 1}, {1, 0}, {-1, 5}, {256, 26_755}, {256, Integer.MAX_VALUE}}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Preprocessing(sizes[0], sizes[1], Interpolation.BILINEAR, Normalization.IMAGENET));
        }
        Image line = new Image(20_000_000, 1, new byte[60_000_000]);
        assertThrows(IllegalArgumentException.class, () -> Preprocessing.IMAGENET1K_V1.apply(line));
        ImageException e = assertThrows(
                ImageException.class,
                () -> Preprocessing.IMAGENET1K_V1.apply(new FixedDecoder(line), new byte[0], "line.png"));
        assertEquals(
                "line.png: 20000000 x 1 pixels cannot be resized to a short side of 256: the long one becomes 5120000000",
                e.getMessage());
    }

    @Test
    void aDecoderThatAsksForAnotherImageIsCaught() {
        Image image = ResizeTest.noise(40, 30);
        ImageDecoder asksOfAnother = new ImageDecoder() {
            @Override
            public Image decode(byte[] file, String name) {
                return image;
            }

            @Override
            public ImagePart decode(byte[] file, String name, Cut cut) {
                cut.of(30, 40);
                return ImagePart.whole(image);
            }
        };
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> Preprocessing.IMAGENET1K_V1.apply(asksOfAnother, new byte[0], "turned.jpg"));
        assertEquals(
                "turned.jpg: the decoder asked what is wanted of 30 x 40 pixels, and found 40 x 30", e.getMessage());
    }

    /** Has decoded its image already. */
    private record FixedDecoder(Image image) implements ImageDecoder {
        @Override
        public Image decode(byte[] file, String name) {
            return image;
        }
    }
}
