package io.resnet4j.image;

import io.resnet4j.vision.Image;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a picture must be turned to stand upright: EXIF's orientations, in the order of their numbers from 1 on. */
enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(false, true, false),
    UPSIDE_DOWN(false, true, true),
    MIRRORED_UPSIDE_DOWN(false, false, true),
    TRANSPOSED(true, false, false),
    QUARTER_LEFT(true, false, true),
    MIRRORED_QUARTER(true, true, true),
    QUARTER_RIGHT(true, true, false);

    private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

    private final boolean swapped;
    private final boolean fromRight;
    private final boolean fromBottom;

    Orientation(boolean swapped, boolean fromRight, boolean fromBottom) {
        this.swapped = swapped;
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
    }

    /** The orientation of this number; what is none means upright. */
    static Orientation of(long number) {
        return number >= 1 && number <= values().length ? values()[(int) number - 1] : UPRIGHT;
    }

    /** The orientation that XMP metadata mention first, as Pillow looks for it. */
    static Orientation inXmp(byte[] xmp) {
        Matcher mention = IN_XMP.matcher(new String(xmp, StandardCharsets.ISO_8859_1));
        return mention.find() ? of(Integer.parseInt(mention.group(1))) : UPRIGHT;
    }

    /** Whether the file's rows are columns. */
    boolean swapped() {
        return swapped;
    }

    /** Whether the last of the file's columns comes first. */
    boolean fromRight() {
        return fromRight;
    }

    /** Whether the last of the file's rows comes first. */
    boolean fromBottom() {
        return fromBottom;
    }

    /** The picture, upright. */
    Image apply(Image image) {
        if (this == UPRIGHT) {
            return image;
        }
        Placement placement = new Placement(this, image.width(), image.height());
        byte[] from = image.rgb();
        byte[] to = new byte[from.length];
        PixelTarget target = placement.target(to);
        for (int row = 0; row < image.height(); row++) {
            target.from(placement.start(0, row)).copy(from, 3 * row * image.width(), image.width());
        }
        return new Image(placement.width(), placement.height(), to);
    }
}
