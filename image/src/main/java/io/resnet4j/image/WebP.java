package io.resnet4j.image;

import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixGetData;
import static org.bytedeco.leptonica.global.leptonica.pixGetHeight;
import static org.bytedeco.leptonica.global.leptonica.pixGetWidth;
import static org.bytedeco.leptonica.global.leptonica.pixGetWpl;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;

/**
 * WebP through Leptonica, whose libwebp gives Pillow's bits: words of [red, green, blue, alpha], first in the high byte.
 * It gets the chunks of one image; where that does not cover the canvas, there is black around it, as in Pillow.
 */
final class WebP {
    private WebP() {}

    /** Decodes a file, once its chunks are known to be whole. */
    static Image decode(byte[] file, String name, PixelLimit limit) throws ImageException {
        WebPFile found = WebPFile.read(file, name);
        limit.check(found.width(), found.height(), name);
        WebPFrame frame = found.first();
        byte[] chunks = Arrays.copyOfRange(file, frame.start(), frame.end());
        Leptonica.load();
        PIX pix = pixReadMemWebP(chunks, chunks.length);
        if (pix == null) {
            throw new ImageException(name, "damaged WebP: libwebp cannot decode it");
        }
        try {
            if (pixGetWidth(pix) != frame.width() || pixGetHeight(pix) != frame.height()) {
                throw new ImageException(
                        name,
                        "damaged WebP: libwebp decodes %d x %d pixels instead of %d x %d"
                                .formatted(pixGetWidth(pix), pixGetHeight(pix), frame.width(), frame.height()));
            }
            byte[] rgb = new byte[3 * found.width() * found.height()];
            int[] words = new int[pixGetWpl(pix)];
            try (IntPointer data = pixGetData(pix)) {
                for (int y = 0; y < frame.height(); y++) {
                    data.position((long) y * words.length).get(words);
                    unpack(words, rgb, 3 * ((frame.y() + y) * found.width() + frame.x()));
                }
            }
            return new Image(found.width(), found.height(), rgb);
        } finally {
            pixDestroy(pix);
        }
    }

    private static void unpack(int[] words, byte[] rgb, int at) {
        for (int word : words) {
            rgb[at++] = (byte) (word >> 24);
            rgb[at++] = (byte) (word >> 16);
            rgb[at++] = (byte) (word >> 8);
        }
    }
}
