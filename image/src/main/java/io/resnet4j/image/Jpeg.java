package io.resnet4j.image;

import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixGetDepth;
import static org.bytedeco.leptonica.global.leptonica.pixGetHeight;
import static org.bytedeco.leptonica.global.leptonica.pixGetWidth;
import static org.bytedeco.leptonica.global.leptonica.pixGetWpl;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;

/** JPEG through Leptonica: its pixels are words, [red, green, blue, 0] or four greys, first in the high byte. */
final class Jpeg {
    private static final int FULL_SIZE = 1;
    private static final int NO_COLOUR_MAP = 0;

    /** No hint: without one, Leptonica returns no image that libjpeg had to warn of. */
    private static final int FAIL_ON_BAD_DATA = 0;

    private Jpeg() {}

    /** Decodes a file, once its markers are known to be whole. {@link Leptonica} has been loaded. */
    static Image decode(byte[] file, String name, PixelLimit limit) throws ImageException {
        JpegHeader header = JpegHeader.read(file, name);
        limit.check(header.width(), header.height(), name);
        if (header.components() == 4) {
            throw new ImageException(name, "CMYK JPEG cannot be read yet; convert it to RGB");
        }
        if (header.components() != 1 && header.components() != 3 || header.precision() != 8) {
            throw new ImageException(
                    name,
                    "a JPEG of %d components and %d bits; 1 or 3 and 8 can be read"
                            .formatted(header.components(), header.precision()));
        }
        int[] warnings = new int[1];
        PIX pix = pixReadMemJpeg(file, file.length, NO_COLOUR_MAP, FULL_SIZE, warnings, FAIL_ON_BAD_DATA);
        if (pix == null) {
            throw new ImageException(
                    name, "damaged JPEG: libjpeg cannot decode it (%d warnings)".formatted(warnings[0]));
        }
        try {
            requireSize(pix, header, name);
            return copy(pix);
        } finally {
            pixDestroy(pix);
        }
    }

    /** Only the size in the header has been held against the limit. */
    static void requireSize(PIX pix, JpegHeader header, String name) throws ImageException {
        int width = pixGetWidth(pix);
        int height = pixGetHeight(pix);
        if (width != header.width() || height != header.height()) {
            throw new ImageException(
                    name,
                    "damaged JPEG: its header says %d x %d pixels, libjpeg decodes %d x %d"
                            .formatted(header.width(), header.height(), width, height));
        }
    }

    private static Image copy(PIX pix) {
        int width = pixGetWidth(pix);
        int height = pixGetHeight(pix);
        boolean grey = pixGetDepth(pix) == 8;
        byte[] rgb = new byte[3 * width * height];
        int[] words = new int[pixGetWpl(pix)];
        try (IntPointer data = pixGetData(pix)) {
            for (int y = 0; y < height; y++) {
                data.position((long) y * words.length).get(words);
                if (grey) {
                    expand(words, width, rgb, 3 * width * y);
                } else {
                    unpack(words, rgb, 3 * width * y);
                }
            }
        }
        return new Image(width, height, rgb);
    }

    private static void unpack(int[] words, byte[] rgb, int at) {
        for (int word : words) {
            rgb[at] = (byte) (word >> 24);
            rgb[at + 1] = (byte) (word >> 16);
            rgb[at + 2] = (byte) (word >> 8);
            at += 3;
        }
    }

    private static void expand(int[] words, int width, byte[] rgb, int at) {
        for (int x = 0; x < width; x++) {
            byte value = (byte) (words[x / 4] >> (24 - 8 * (x % 4)));
            rgb[at] = value;
            rgb[at + 1] = value;
            rgb[at + 2] = value;
            at += 3;
        }
    }
}
