package io.resnet4j.vision;

import io.resnet4j.vision.ImageDecoder.Cut;

/**
 * How an image becomes the input of a network: its short side resized to {@code resize} pixels, the square of
 * {@code crop} pixels in the middle cut out, then normalised. Bit for bit torchvision's {@code Resize(resize)} and
 * {@code CenterCrop(crop)} of a PIL image.
 */
public record Preprocessing(int resize, int crop, Interpolation interpolation, Normalization normalization) {
    /** What torchvision's first ImageNet weights expect. */
    public static final Preprocessing IMAGENET1K_V1 =
            new Preprocessing(256, 224, Interpolation.BILINEAR, Normalization.IMAGENET);

    /** What torchvision's second ImageNet weights expect. */
    public static final Preprocessing IMAGENET1K_V2 =
            new Preprocessing(232, 224, Interpolation.BILINEAR, Normalization.IMAGENET);

    /** What networks for CIFAR-10 expect. */
    public static final Preprocessing CIFAR10 =
            new Preprocessing(32, 32, Interpolation.BILINEAR, Normalization.CIFAR10);

    /** A square whose bytes still fit into one array. */
    private static final int LARGEST_CROP = 26_754;

    /** A file's pixels cannot be prepared; of pixels it is the caller's argument that is wrong. */
    private static final class ImpossibleShapeException extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        ImpossibleShapeException(String message) {
            super(message);
        }
    }

    /** Refuses sizes without pixels, and a crop whose bytes would not fit into an array. */
    public Preprocessing {
        if (resize < 1 || crop < 1 || crop > LARGEST_CROP) {
            throw new IllegalArgumentException("resize is at least 1 and crop between 1 and %d, got %d and %d"
                    .formatted(LARGEST_CROP, resize, crop));
        }
    }

    /**
     * The pixels that the network sees, a square of {@code crop} pixels; black where the resized image is too small.
     *
     * @throws IllegalArgumentException when the image is so much longer than wide that its resized length is beyond an int
     */
    public Image apply(Image image) {
        return padded(resizing(image.width(), image.height()).of(ImagePart.whole(image)));
    }

    /**
     * The same of an image file, of which only what is needed is decoded.
     *
     * @param name the file as the user knows it, for messages
     * @throws ImageException when the bytes cannot be decoded, or the image has an impossible shape
     */
    public Image apply(ImageDecoder decoder, byte[] file, String name) throws ImageException {
        Wanted wanted = new Wanted();
        try {
            ImagePart part = decoder.decode(file, name, wanted);
            return padded(wanted.resizing(part, name).of(part));
        } catch (ImpossibleShapeException e) {
            throw new ImageException(name, e.getMessage(), e);
        }
    }

    /** Tells a decoder what is wanted, and keeps how that was found. */
    private final class Wanted implements Cut {
        private int width;
        private int height;
        private Resizing resizing;

        @Override
        public Region of(int imageWidth, int imageHeight) {
            width = imageWidth;
            height = imageHeight;
            resizing = Preprocessing.this.resizing(width, height);
            return resizing.source();
        }

        Resizing resizing(ImagePart part, String name) {
            if (part.width() != width || part.height() != height) {
                throw new IllegalStateException(
                        "%s: the decoder asked what is wanted of %d x %d pixels, and found %d x %d"
                                .formatted(name, width, height, part.width(), part.height()));
            }
            return resizing;
        }
    }

    private Resizing resizing(int width, int height) {
        int newWidth = resized(width, width, height);
        int newHeight = resized(height, width, height);
        return Resize.resizing(width, height, newWidth, newHeight, seen(newWidth, newHeight), interpolation);
    }

    /** What is seen of the resized image. */
    private Region seen(int width, int height) {
        return new Region(start(width), start(height), Math.min(width, crop), Math.min(height, crop));
    }

    /** A side at the new size. The long one is truncated, not rounded; the short one comes out exact. */
    private int resized(int side, int width, int height) {
        double size = Math.floor((double) ((long) resize * side) / Math.min(width, height));
        if (size > Integer.MAX_VALUE) {
            throw new ImpossibleShapeException(
                    "%d x %d pixels cannot be resized to a short side of %d: the long one becomes %.0f"
                            .formatted(width, height, resize, size));
        }
        return (int) size;
    }

    /** Halves are rounded to even, as Python's {@code round} does. */
    private int start(int size) {
        return (int) Math.rint(Math.max(size - crop, 0) / 2.0);
    }

    /** Black all around; of an odd margin the smaller half goes left and on top. */
    private Image padded(Image cut) {
        return cut.width() == crop && cut.height() == crop
                ? cut
                : ImageOps.crop(cut, -((crop - cut.width()) / 2), -((crop - cut.height()) / 2), crop, crop);
    }
}
