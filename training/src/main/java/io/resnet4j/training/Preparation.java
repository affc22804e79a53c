package io.resnet4j.training;

import io.resnet4j.training.Augmentation.RandomResizedCrop;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.util.List;

/**
 * How the images of a data set become what a network learns from. They are resized and cropped as they will be when the network
 * is used, and then augmented, one operation after the other. A {@link RandomResizedCrop}, which can only come first, cuts from
 * the image as it is instead.
 *
 * <p>Photos go in as red, green and blue, whatever is grey with all three alike; a normalisation of one channel makes grey of
 * them. So the digits, which are published in grey, may be learnt by networks of one channel as well as of three.
 *
 * @param preprocessing what is done when the network is used; its normalisation is the last step here, too
 * @param augmentations none for evaluation
 */
public record Preparation(Preprocessing preprocessing, List<Augmentation> augmentations, Padding padding) {
    /** Refuses operations that come twice, a resized crop that does not come first, and crops that could miss the image. */
    public Preparation {
        augmentations = List.copyOf(augmentations);
        List<String> names = augmentations.stream().map(Augmentation::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("each augmentation comes once, got " + String.join(", ", names));
        }
        if (augmentations.stream().skip(1).anyMatch(RandomResizedCrop.class::isInstance)) {
            throw new IllegalArgumentException(
                    "a resized crop cuts from the whole image, so it comes first; got " + String.join(", ", names));
        }
        int side = preprocessing.crop();
        for (Augmentation augmentation : augmentations) {
            side = augmentation.side(side);
            if (augmentation instanceof Augmentation.RandomCrop crop && crop.padding() >= side) {
                throw new IllegalArgumentException(
                        "a crop that pads by %d could miss an image of %d x %2$d".formatted(crop.padding(), side));
            }
        }
    }

    /** Without augmentation: as images are prepared when the network is used. */
    public static Preparation evaluation(Preprocessing preprocessing) {
        return new Preparation(preprocessing, List.of(), Padding.BLACK);
    }

    /** Whether an image is another each time that it is learnt. */
    public boolean isRandom() {
        return !augmentations.isEmpty();
    }

    /** The side of the square that an image becomes. */
    int side() {
        int side = preprocessing.crop();
        for (Augmentation augmentation : augmentations) {
            side = augmentation.side(side);
        }
        return side;
    }

    /** What is the same of a sample in each epoch. */
    Image constant(DataSet data, int sample, ImageDecoder decoder) throws IOException {
        boolean cutsItself = isRandom() && augmentations.get(0) instanceof RandomResizedCrop;
        return cutsItself ? data.image(sample, decoder) : data.image(sample, decoder, preprocessing);
    }

    /** What it becomes at a position of an epoch. */
    Picture augment(Image image, Randomness randomness, int epoch, int position) {
        Picture picture = Picture.of(image);
        for (Augmentation augmentation : augmentations) {
            picture = augmentation.apply(picture, randomness.draws(epoch, position, augmentation.name()));
        }
        return picture;
    }
}
