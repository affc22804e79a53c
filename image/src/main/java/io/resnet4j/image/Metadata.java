package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.util.OptionalInt;

/**
 * What a file says of its picture besides the pixels, as far as Pillow looks there for an orientation.
 *
 * @param exif a block of EXIF; null if there is none
 * @param xmp text of XMP, which counts where EXIF is silent; null if there is none
 * @param mayBeDamaged whether EXIF that cannot be read is overlooked
 */
record Metadata(byte[] exif, byte[] xmp, boolean mayBeDamaged) {
    /** Reads what a file of this kind says, which has been decoded without an error. */
    static Metadata of(Kind kind, byte[] file, String name) throws ImageException {
        return switch (kind) {
            case JPEG -> JpegMetadata.read(file, name);
            case PNG -> PngMetadata.read(file, name);
            case WEBP -> {
                WebPFile found = WebPFile.read(file, name);
                yield new Metadata(found.exif(), found.xmp(), false);
            }
            default -> new Metadata(null, null, false);
        };
    }

    /** How the picture must be turned. */
    Orientation orientation(String name) throws ImageException {
        OptionalInt number = OptionalInt.empty();
        if (exif != null) {
            Exif block = new Exif(exif);
            if (!block.isEmpty() && !block.isReadable()) {
                if (mayBeDamaged) {
                    return Orientation.UPRIGHT;
                }
                throw new ImageException(name, "damaged EXIF: it has no TIFF header; the orientation cannot be known");
            }
            number = block.isEmpty() ? number : block.orientation();
        }
        if (number.isPresent()) {
            return Orientation.of(number.getAsInt());
        }
        return xmp == null ? Orientation.UPRIGHT : Orientation.inXmp(xmp);
    }
}
