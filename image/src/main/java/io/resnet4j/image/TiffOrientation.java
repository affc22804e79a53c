package io.resnet4j.image;

import io.resnet4j.image.TiffDirectory.Tag;
import io.resnet4j.vision.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the pixels of a TIFF belong: unlike its other formats, Pillow turns these upright while loading. Orientation 1 is
 * upright; 2 is mirrored, 3 upside down, 4 both; 5 to 8 have columns for rows, where 6 and 8 are quarter turns. Without
 * the tag, an orientation that the file's XMP metadata mentions counts.
 */
record TiffOrientation(long number, int storedWidth, int storedHeight) {
    private static final Pattern IN_XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

    static TiffOrientation of(TiffDirectory directory, int width, int height) throws ImageException {
        if (directory.has(Tag.ORIENTATION)) {
            return new TiffOrientation(directory.value(Tag.ORIENTATION), width, height);
        }
        Matcher mention = IN_XMP.matcher(new String(directory.bytes(Tag.XMP), StandardCharsets.ISO_8859_1));
        return new TiffOrientation(mention.find() ? Integer.parseInt(mention.group(1)) : 1, width, height);
    }

    /** The width of the upright image. */
    int width() {
        return columnsForRows() ? storedHeight : storedWidth;
    }

    /** The height of the upright image. */
    int height() {
        return columnsForRows() ? storedWidth : storedHeight;
    }

    /** Where the pixels of rows go. */
    PixelTarget target(byte[] rgb) {
        return new PixelTarget(rgb, place(1, 0) - place(0, 0));
    }

    /** Where the red of a pixel of the file goes. */
    int place(int column, int row) {
        int x = columnsForRows() ? row : column;
        int y = columnsForRows() ? column : row;
        if (number == 2 || number == 3 || number == 6 || number == 7) {
            x = width() - 1 - x;
        }
        if (number == 3 || number == 4 || number == 7 || number == 8) {
            y = height() - 1 - y;
        }
        return 3 * (y * width() + x);
    }

    private boolean columnsForRows() {
        return number >= 5 && number <= 8;
    }
}
