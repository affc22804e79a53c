package io.resnet4j.vision;

/**
 * Some of the pixels of an image.
 *
 * @param pixels those of the region
 * @param region where they lie in the image
 * @param width the whole image's
 * @param height the whole image's
 */
public record ImagePart(Image pixels, Region region, int width, int height) {
    /** Refuses a region that is not inside the image, or of another size than the pixels. */
    public ImagePart {
        if (!region.fits(width, height) || !region.hasSizeOf(pixels)) {
            throw new IllegalArgumentException("%d x %d pixels are not those of %s in %d x %d"
                    .formatted(pixels.width(), pixels.height(), region, width, height));
        }
    }

    /** All pixels of an image. */
    public static ImagePart whole(Image image) {
        return new ImagePart(image, Region.whole(image.width(), image.height()), image.width(), image.height());
    }

    /** A region of an image that is there as a whole; its pixels are copied unless it is all of it. */
    public static ImagePart cut(Image image, Region region) {
        if (region.requireInside(image.width(), image.height()).covers(image.width(), image.height())) {
            return whole(image);
        }
        Image pixels = ImageOps.crop(image, region.left(), region.top(), region.width(), region.height());
        return new ImagePart(pixels, region, image.width(), image.height());
    }
}
