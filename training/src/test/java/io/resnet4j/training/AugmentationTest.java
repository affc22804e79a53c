package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.training.Augmentation.HorizontalFlip;
import io.resnet4j.training.Augmentation.RandomCrop;
import io.resnet4j.training.Augmentation.RandomResizedCrop;
import io.resnet4j.training.Augmentation.Span;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageOps;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final Randomness SEVEN = new Randomness(7);
    private static final Picture PICTURE = Picture.of(NumberedImages.image(5));

    /** By torchvision's {@code get_params}, which was given our random numbers. */
    @Test
    void piecesAreThoseThatTorchvisionWouldCut() {
        List<List<String>> rows = Goldens.table("augment/piece.tsv");
        assertEquals(210, rows.size());
        for (List<String> row : rows) {
            double[] n = row.stream().mapToDouble(Double::parseDouble).toArray();
            RandomResizedCrop crop =
                    new RandomResizedCrop(8, new Span(n[5], n[6]), new Span(n[7], n[8]), Interpolation.BILINEAR);
            Draws draws = new Randomness((long) n[0]).draws((int) n[1], (int) n[2], crop.name());
            Region expected = new Region((int) n[9], (int) n[10], (int) n[11], (int) n[12]);
            assertEquals(expected, crop.piece((int) n[3], (int) n[4], draws), row::toString);
        }
    }

    @Test
    void aPieceIsResizedToTheSquare() {
        RandomResizedCrop crop = RandomResizedCrop.of(5);
        for (int position = 0; position < 50; position++) {
            Region piece = crop.piece(8, 8, SEVEN.draws(0, position, crop.name()));
            Picture cut = crop.apply(PICTURE, SEVEN.draws(0, position, crop.name()));
            Image expected = ImageOps.resizedCrop(PICTURE.image(), piece, 5, 5, Interpolation.BILINEAR);
            assertArrayEquals(expected.rgb(), cut.image().rgb());
            assertEquals(Region.whole(5, 5), cut.real());
        }
    }

    /** Of each of 81 places the count may stray by five of its deviations. */
    @Test
    void everyPlaceOfACropIsAsLikelyAndKnowsWhereThePhotoIs() {
        int crops = 40_000;
        RandomCrop crop = new RandomCrop(4);
        int[][] counts = new int[9][9];
        for (int i = 0; i < crops; i++) {
            Draws draws = SEVEN.draws(0, i, "crop");
            int top = draws.below(9) - 4;
            int left = draws.below(9) - 4;
            counts[top + 4][left + 4]++;
            if (i < 500) {
                Picture cut = crop.apply(PICTURE, SEVEN.draws(0, i, "crop"));
                assertArrayEquals(
                        ImageOps.crop(PICTURE.image(), left, top, 8, 8).rgb(),
                        cut.image().rgb());
                Region real = new Region(Math.max(-left, 0), Math.max(-top, 0), 8 - Math.abs(left), 8 - Math.abs(top));
                assertEquals(real, cut.real());
            }
        }
        double expected = crops / 81.0;
        for (int[] row : counts) {
            for (int count : row) {
                assertEquals(expected, count, 5 * Math.sqrt(expected));
            }
        }
    }

    @Test
    void aFlipTurnsThePaddingToo() {
        Picture padded = new Picture(PICTURE.image(), new Region(3, 2, 4, 5));
        Picture flipped = new HorizontalFlip(1).apply(padded, SEVEN.draws(0, 0, "flip"));
        assertArrayEquals(
                ImageOps.mirror(PICTURE.image()).rgb(), flipped.image().rgb());
        assertEquals(new Region(1, 2, 4, 5), flipped.real());
        assertSame(padded, new HorizontalFlip(0).apply(padded, SEVEN.draws(0, 0, "flip")));
    }

    @Test
    void flipsAreAsOftenAsTheyShould() {
        for (double probability : new double[] {0.1, 0.5, 0.9}) {
            HorizontalFlip flip = new HorizontalFlip(probability);
            int flipped = 0;
            int n = 20_000;
            for (int i = 0; i < n; i++) {
                flipped += flip.apply(PICTURE, SEVEN.draws(3, i, flip.name())) == PICTURE ? 0 : 1;
            }
            assertEquals(n * probability, flipped, 5 * Math.sqrt(n * probability * (1 - probability)));
        }
    }

    /** The mean area is what 40,000 draws of torchvision gave: below 0.54, for of the largest only the squarest fit. */
    @Test
    void piecesAreSpreadOverAreasAndRatios() {
        RandomResizedCrop crop = RandomResizedCrop.of(8);
        double area = 0;
        double logarithm = 0;
        int n = 5_000;
        for (int i = 0; i < n; i++) {
            Region piece = crop.piece(4000, 4000, SEVEN.draws(1, i, crop.name()));
            area += piece.width() / 4000.0 * piece.height() / 4000 / n;
            logarithm += Math.log((double) piece.width() / piece.height()) / n;
            assertTrue(piece.fits(4000, 4000));
        }
        assertEquals(0.479, area, 0.02);
        assertEquals(0, logarithm, 0.015);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RandomCrop(0));
        for (double probability : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new HorizontalFlip(probability));
        }
        assertThrows(IllegalArgumentException.class, () -> RandomResizedCrop.of(0));
        for (double[] span : new double[][] {{0, 1}, {2, 1}, {Double.NaN, 1}, {1, Double.NaN}, {1, 1 / 0.0}}) {
            assertThrows(IllegalArgumentException.class, () -> new Span(span[0], span[1]));
        }
    }
}
