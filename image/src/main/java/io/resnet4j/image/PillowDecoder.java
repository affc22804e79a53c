package io.resnet4j.image;

import io.resnet4j.vision.DecoderUnavailableException;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;

/**
 * Decodes JPEG (RGB and grey), PNG (every kind) and TIFF (its first page) to the pixels of Pillow's
 * {@code Image.open(f).convert("RGB")}: alpha is dropped, not blended; EXIF orientation is ignored, but for that of TIFFs,
 * which Pillow turns upright itself. JPEGs go to Leptonica, whose libjpeg-turbo gives Pillow's bits; the others are read
 * in Java. Thread-safe.
 *
 * <p>Where libjpeg misses data and would fill up with grey, there is an error, as in Pillow for truncated files. Of bytes
 * that were changed, not lost, a JPEG may know nothing: it has no checksums. For damage inside the compressed data
 * libjpeg itself prints one line to stderr, which Leptonica gives no means to silence.
 */
public final class PillowDecoder implements ImageDecoder {
    /** How many pixels Pillow takes for a reasonable image, its {@code MAX_IMAGE_PIXELS}: 256 MB of RGB. */
    public static final int DEFAULT_MAX_PIXELS = PixelLimit.DEFAULT;

    private final PixelLimit limit;
    private final Leptonica leptonica;

    /**
     * A decoder that refuses images of more than {@link #DEFAULT_MAX_PIXELS}.
     *
     * @throws DecoderUnavailableException when Leptonica does not load on this machine
     */
    public PillowDecoder() {
        this(DEFAULT_MAX_PIXELS);
    }

    /**
     * A decoder that refuses images of more pixels than this, before it allocates anything for them.
     *
     * @throws DecoderUnavailableException when Leptonica does not load on this machine
     */
    public PillowDecoder(int maxPixels) {
        limit = new PixelLimit(maxPixels);
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
        return switch (kind) {
            case JPEG -> JpegFile.decode(file, name, limit);
            case PNG -> new Png(file, name, limit).decode();
            case TIFF -> Tiff.decode(file, name, limit);
            case UNKNOWN -> throw new ImageException(name, "not an image; JPEG, PNG and TIFF can be read");
            default ->
                throw new ImageException(name, "%s cannot be read yet; convert it to JPEG or PNG".formatted(kind));
        };
    }
}
