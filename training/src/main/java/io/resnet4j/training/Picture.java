package io.resnet4j.training;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.Region;

/**
 * An image on its way into a batch.
 *
 * @param real where its pixels are those of a photo; around them it was padded
 */
public record Picture(Image image, Region real) {
    /** Refuses a region that is not inside the image. */
    public Picture {
        real.requireInside(image.width(), image.height());
    }

    /** An image without padding. */
    public static Picture of(Image image) {
        return new Picture(image, Region.whole(image.width(), image.height()));
    }
}
