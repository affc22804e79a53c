package io.resnet4j.image;

import io.resnet4j.vision.DecoderUnavailableException;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;

/**
 * Decodes JPEG (RGB and grey) and PNG (every kind) to the pixels of Pillow's {@code Image.open(f).convert("RGB")}: alpha
 * is dropped, not blended; EXIF orientation is ignored. JPEGs go to Leptonica, whose libjpeg-turbo gives Pillow's bits;
 * PNGs are read in Java. Thread-safe.
 *
 * <p>Where libjpeg misses data and would fill up with grey, there is an error, as in Pillow for truncated files. Of bytes
 * that were changed, not lost, a JPEG may know nothing: it has no checksums. For damage inside the compressed data
 * libjpeg itself prints one line to stderr, which Leptonica gives no means to silence.
 */
public final class LeptonicaDecoder implements ImageDecoder {
    /** How many pixels Pillow takes for a reasonable image, its {@code MAX_IMAGE_PIXELS}: 256 MB of RGB. */
    public static final int DEFAULT_MAX_PIXELS = 89_478_485;

    private static final int BYTES_PER_PIXEL = 3;

    private final int maxPixels;
    private final Leptonica leptonica;

    /**
     * A decoder that refuses images of more than {@link #DEFAULT_MAX_PIXELS}.
     *
     * @throws DecoderUnavailableException when Leptonica does not load on this machine
     */
    public LeptonicaDecoder() {
        this(DEFAULT_MAX_PIXELS);
    }

    /**
     * A decoder that refuses images of more pixels than this, before it allocates anything for them.
     *
     * @throws DecoderUnavailableException when Leptonica does not load on this machine
     */
    public LeptonicaDecoder(int maxPixels) {
        if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / BYTES_PER_PIXEL) {
            throw new IllegalArgumentException("between 1 and %d pixels can be allowed, got %d"
                    .formatted(Integer.MAX_VALUE / BYTES_PER_PIXEL, maxPixels));
        }
        this.maxPixels = maxPixels;
        leptonica = Leptonica.load();
    }

    /** The native library and what it was built with, such as {@code leptonica-1.87.0 (libjpeg-turbo 3.1.3, ...)}. */
    public String description() {
        return leptonica.description();
    }

    @Override
    public Image decode(byte[] file, String name) throws ImageException {
        if (file.length == 0) {
            throw new ImageException(name, "the file is empty");
        }
        Kind kind = Kind.of(file);
        if (kind == Kind.PNG) {
            return new Png(file, name, maxPixels).decode();
        }
        if (kind == Kind.JPEG) {
            return Jpeg.decode(file, name, maxPixels);
        }
        throw new ImageException(
                name,
                kind == Kind.UNKNOWN
                        ? "not an image; JPEG and PNG can be read"
                        : "%s cannot be read yet; convert it to JPEG or PNG".formatted(kind));
    }

    /** Fails unless an image has pixels, and no more than allowed. */
    static void checkSize(long width, long height, int maxPixels, String name) throws ImageException {
        if (width < 1 || height < 1) {
            throw new ImageException(name, "damaged: a size of %d x %d pixels".formatted(width, height));
        }
        if (width * height > maxPixels) {
            throw new ImageException(
                    name,
                    "%d x %d pixels are more than the %d allowed; raise the decoder's limit if the file can be trusted"
                            .formatted(width, height, maxPixels));
        }
    }
}
