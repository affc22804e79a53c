package io.resnet4j.image;

import io.resnet4j.vision.DecoderUnavailableException;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.ImagePart;
import io.resnet4j.vision.Region;

/**
 * Decodes JPEG, PNG, GIF, BMP, TIFF and WebP to the pixels of Pillow's {@code Image.open(f).convert("RGB")}: alpha is dropped,
 * not blended; of an animation the first frame counts, of a TIFF the first page; EXIF orientation is ignored unless asked
 * for, but for that of TIFFs, which Pillow turns upright itself. WebP goes to Leptonica's libwebp, the others are read in
 * Java. Thread-safe.
 *
 * <p>Where data are missing there is an error, as in Pillow for truncated files, nothing is filled up. Of bytes that were
 * changed, not lost, only PNG always knows: the others have no checksums.
 */
public final class PillowDecoder implements ImageDecoder {
    /** How many pixels Pillow takes for a reasonable image, its {@code MAX_IMAGE_PIXELS}: 256 MB of RGB. */
    public static final int DEFAULT_MAX_PIXELS = PixelLimit.DEFAULT;

    private final PixelLimit limit;
    private final boolean upright;
    private final ThreadLocal<JpegRoom> rooms = ThreadLocal.withInitial(JpegRoom::new);

    /** A decoder that refuses images of more than {@link #DEFAULT_MAX_PIXELS}. */
    public PillowDecoder() {
        this(DEFAULT_MAX_PIXELS);
    }

    /** A decoder that refuses images of more pixels than this, before it allocates anything for them. */
    public PillowDecoder(int maxPixels) {
        this(new PixelLimit(maxPixels), false);
    }

    private PillowDecoder(PixelLimit limit, boolean upright) {
        this.limit = limit;
        this.upright = upright;
    }

    /**
     * A decoder that turns and mirrors images as their EXIF (or XMP) says, like Pillow's {@code ImageOps.exif_transpose}.
     * Where Pillow cannot read it, there is an error.
     */
    public PillowDecoder withExifOrientation() {
        return new PillowDecoder(limit, true);
    }

    /**
     * The native library that WebP needs and what it was built with, such as {@code leptonica-1.87.0 (libwebp 1.6.0, ...)}.
     *
     * @throws DecoderUnavailableException when it does not load on this machine
     */
    public String description() {
        return Leptonica.load().description();
    }

    /**
     * {@inheritDoc}
     *
     * @throws DecoderUnavailableException when the file is a WebP and Leptonica does not load on this machine
     */
    @Override
    public Image decode(byte[] file, String name) throws ImageException {
        return decode(file, name, Region::whole).pixels();
    }

    /**
     * {@inheritDoc} Of a JPEG that is not to be turned, only the part is made into pixels.
     *
     * @throws DecoderUnavailableException when the file is a WebP and Leptonica does not load on this machine
     */
    @Override
    public ImagePart decode(byte[] file, String name, Cut cut) throws ImageException {
        if (file.length == 0) {
            throw new ImageException(name, "the file is empty");
        }
        try {
            return part(file, name, cut);
        } catch (OutOfMemoryError e) { // what was allocated is nobody's by now
            throw new ImageException(
                    name,
                    "Java's memory does not suffice for it; give it more with -Xmx, allow fewer pixels, or decode fewer at a time",
                    e);
        }
    }

    private ImagePart part(byte[] file, String name, Cut cut) throws ImageException {
        Kind kind = Kind.of(file);
        if (kind == Kind.JPEG && !upright) {
            return jpeg(file, name, cut);
        }
        Image stored = whole(kind, file, name);
        Image image = upright ? Metadata.of(kind, file, name).orientation(name).apply(stored) : stored;
        return ImagePart.cut(image, cut.of(image.width(), image.height()));
    }

    private ImagePart jpeg(byte[] file, String name, Cut cut) throws ImageException {
        JpegRoom room = rooms.get();
        rooms.remove(); // it is lost if this fails
        ImagePart part = JpegFile.decode(file, name, limit, cut, room);
        rooms.set(room);
        return part;
    }

    private Image whole(Kind kind, byte[] file, String name) throws ImageException {
        return switch (kind) {
            case JPEG -> jpeg(file, name, Region::whole).pixels();
            case PNG -> new Png(file, name, limit).decode();
            case GIF -> Gif.decode(file, name, limit);
            case BMP -> Bmp.decode(file, name, limit);
            case TIFF -> Tiff.decode(file, name, limit);
            case WEBP -> WebP.decode(file, name, limit);
            case UNKNOWN ->
                throw new ImageException(name, "not an image; JPEG, PNG, GIF, BMP, TIFF and WebP can be read");
        };
    }
}
