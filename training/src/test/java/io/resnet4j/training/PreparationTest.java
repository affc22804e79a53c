package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.training.Augmentation.HorizontalFlip;
import io.resnet4j.training.Augmentation.RandomCrop;
import io.resnet4j.training.Augmentation.RandomResizedCrop;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageOps;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparationTest {
    private static final Preprocessing SIX = new Preprocessing(7, 6, Interpolation.BILINEAR, Normalization.CIFAR10);
    private static final Randomness SEVEN = new Randomness(7);

    private static Preparation of(Augmentation... augmentations) {
        return new Preparation(SIX, List.of(augmentations), Padding.BLACK);
    }

    @Test
    void imagesAreResizedAsForUseAndThenAugmentedInOrder() throws IOException {
        RandomCrop crop = new RandomCrop(2);
        HorizontalFlip flip = new HorizontalFlip(1);
        Image resized = of(crop, flip).constant(new NumberedImages(4), 3, null);
        assertArrayEquals(SIX.apply(NumberedImages.image(3)).rgb(), resized.rgb());
        Picture cropped = crop.apply(Picture.of(resized), SEVEN.draws(4, 9, "crop"));
        Picture both = of(crop, flip).augment(resized, SEVEN, 4, 9);
        assertArrayEquals(ImageOps.mirror(cropped.image()).rgb(), both.image().rgb());
    }

    @Test
    void aResizedCropCutsFromTheImageAsItIs() throws IOException {
        RandomResizedCrop crop = RandomResizedCrop.of(6);
        Image whole = of(crop).constant(new NumberedImages(4), 3, null);
        assertArrayEquals(NumberedImages.image(3).rgb(), whole.rgb());
        assertEquals(6, of(crop).augment(whole, SEVEN, 0, 0).image().width());
    }

    @Test
    void combinationsThatMeanNothingAreRefused() {
        HorizontalFlip flip = new HorizontalFlip(0.5);
        refused("comes once, got flip, flip", flip, flip);
        refused("comes first; got flip, resized-crop", flip, RandomResizedCrop.of(6));
        refused("pads by 6 could miss an image of 6 x 6", new RandomCrop(6));
        refused("pads by 3 could miss an image of 3 x 3", RandomResizedCrop.of(3), new RandomCrop(3));
        assertEquals(
                2,
                of(RandomResizedCrop.of(20), new RandomCrop(19)).augmentations().size());
    }

    private static void refused(String why, Augmentation... augmentations) {
        String message = assertThrows(IllegalArgumentException.class, () -> of(augmentations))
                .getMessage();
        assertEquals(why, message.substring(message.length() - why.length()));
    }
}
