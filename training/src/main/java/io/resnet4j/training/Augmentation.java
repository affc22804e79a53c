package io.resnet4j.training;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageOps;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Region;

/**
 * A random change of an image after which it shows the same: torchvision's transforms. Given the same parameters pixels equal
 * torchvision's; the parameters are drawn as it draws them, from other random numbers.
 */
public sealed interface Augmentation {
    /** What recipes call it. Its random numbers depend on it. */
    String name();

    /** The side of the square that it makes of an image; {@code side} where it keeps the size. */
    default int side(int side) {
        return side;
    }

    /** The image changed. */
    Picture apply(Picture picture, Draws draws);

    /**
     * {@code RandomCrop}: the image is padded all around, and a piece of its old size cut out.
     *
     * @param padding pixels on each side
     */
    record RandomCrop(int padding) implements Augmentation {
        /** Refuses to pad by less than a pixel. */
        public RandomCrop {
            if (padding < 1) {
                throw new IllegalArgumentException("a crop pads by at least one pixel, got " + padding);
            }
        }

        @Override
        public String name() {
            return "crop";
        }

        @Override
        public Picture apply(Picture picture, Draws draws) {
            Image image = picture.image();
            int top = draws.below(2 * padding + 1) - padding;
            int left = draws.below(2 * padding + 1) - padding;
            Image cropped = ImageOps.crop(image, left, top, image.width(), image.height());
            return new Picture(cropped, moved(picture.real(), -left, -top, image));
        }

        private static Region moved(Region region, int right, int down, Image image) {
            int left = Math.max(region.left() + right, 0);
            int top = Math.max(region.top() + down, 0);
            int end = Math.min(region.right() + right, image.width());
            int bottom = Math.min(region.bottom() + down, image.height());
            return new Region(left, top, end - left, bottom - top);
        }
    }

    /**
     * {@code RandomHorizontalFlip}: left and right are exchanged, or not.
     *
     * @param probability how often they are, 0 to 1
     */
    record HorizontalFlip(double probability) implements Augmentation {
        /** Refuses what is no probability. */
        public HorizontalFlip {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("a flip has a probability of 0 to 1, got " + probability);
            }
        }

        @Override
        public String name() {
            return "flip";
        }

        @Override
        public Picture apply(Picture picture, Draws draws) {
            if (draws.between(0, 1) >= probability) {
                return picture;
            }
            Image image = picture.image();
            Region real = picture.real();
            return new Picture(
                    ImageOps.mirror(image),
                    new Region(image.width() - real.right(), real.top(), real.width(), real.height()));
        }
    }

    /**
     * {@code RandomResizedCrop}: a piece of any place, area and aspect ratio is resized to a square (Szegedy et al. 2014).
     *
     * @param size the side of the square
     * @param area which share of the image's area the piece has
     * @param ratio how wide it is for its height, of which the logarithm is drawn
     */
    record RandomResizedCrop(int size, Span area, Span ratio, Interpolation interpolation) implements Augmentation {
        private static final Span MOST_AREAS = new Span(0.08, 1);
        private static final Span NEARLY_SQUARE = new Span(3 / 4.0, 4 / 3.0);
        private static final int TRIES = 10;

        /** Refuses squares without pixels. */
        public RandomResizedCrop {
            if (size < 1) {
                throw new IllegalArgumentException("a resized crop has at least one pixel, got a side of " + size);
            }
        }

        /** torchvision's defaults: areas of 0.08 to 1, ratios of 3/4 to 4/3, bilinear. */
        public static RandomResizedCrop of(int size) {
            return new RandomResizedCrop(size, MOST_AREAS, NEARLY_SQUARE, Interpolation.BILINEAR);
        }

        @Override
        public String name() {
            return "resized-crop";
        }

        @Override
        public int side(int side) {
            return size;
        }

        @Override
        public Picture apply(Picture picture, Draws draws) {
            Image image = picture.image();
            Region piece = piece(image.width(), image.height(), draws);
            return Picture.of(ImageOps.resizedCrop(image, piece, size, size, interpolation));
        }

        /** What is cut out of an image of this size: the first of ten tries that fits, or else what fits best in the middle. */
        Region piece(int width, int height, Draws draws) {
            for (int i = 0; i < TRIES; i++) {
                double pixels = (double) width * height * draws.between(area.low(), area.high());
                double wide = StrictMath.exp(draws.between(StrictMath.log(ratio.low()), StrictMath.log(ratio.high())));
                double w = Math.rint(Math.sqrt(pixels * wide)); // halves to even, as Python does
                double h = Math.rint(Math.sqrt(pixels / wide));
                if (w >= 1 && w <= width && h >= 1 && h <= height) {
                    int top = draws.below(height - (int) h + 1);
                    int left = draws.below(width - (int) w + 1);
                    return new Region(left, top, (int) w, (int) h);
                }
            }
            double wide = (double) width / height;
            int w = wide > ratio.high() ? rounded(height * ratio.high()) : width;
            int h = wide < ratio.low() ? rounded(width / ratio.low()) : height;
            return new Region((width - w) / 2, (height - h) / 2, w, h);
        }

        private static int rounded(double side) {
            return (int) Math.max(Math.rint(side), 1);
        }
    }

    /** From {@code low} to {@code high}. */
    record Span(double low, double high) {
        /** Refuses numbers that are not above 0, or in the wrong order. */
        public Span {
            if (!(low > 0 && low <= high && high < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a span goes from a number above 0 to one not below it, got %s to %s".formatted(low, high));
            }
        }
    }
}
