package io.resnet4j.image;

import io.resnet4j.image.Riff.Chunk;
import io.resnet4j.vision.ImageException;

/**
 * The chunks of one image in a WebP file: perhaps "ALPH", its alpha, then "VP8 ", lossy, or "VP8L", lossless with alpha.
 *
 * @param x where it lies on the canvas
 * @param y where it lies on the canvas
 * @param alpha null if there is none
 * @param image null where it is missing
 */
record WebPFrame(int x, int y, int width, int height, Chunk alpha, Chunk image) {
    private static final int LOSSY_BYTES = 10;
    private static final int LOSSY_SIGNATURE = 0x2a019d;
    private static final int LAST_PROFILE = 3;
    private static final int LOSSLESS_BYTES = 5;
    private static final int LOSSLESS_SIGNATURE = 0x2f;
    private static final int SIZE = 0x3fff;

    /** Reads up to the first chunk that does not belong to the image. */
    static WebPFrame read(Riff riff, LittleEndian file) throws ImageException {
        WebPFrame frame = new WebPFrame(0, 0, 0, 0, null, null);
        do {
            Chunk chunk = riff.next();
            WebPFrame more = frame.with(chunk, file);
            file.seek(more == null ? chunk.start() : chunk.end());
            if (more == null) {
                return frame;
            }
            frame = more;
        } while (riff.hasMore());
        return frame;
    }

    /** With the chunk, at whose data the file stands; null if it is not of this image. */
    private WebPFrame with(Chunk chunk, LittleEndian file) throws ImageException {
        return switch (chunk.name()) {
            case "ALPH" -> alpha == null ? new WebPFrame(x, y, width, height, chunk, image) : null;
            case "VP8L" -> {
                if (alpha != null) {
                    throw file.damaged("alpha beside a lossless image, which has its own");
                }
                yield image == null ? lossless(chunk, file) : null;
            }
            case "VP8 " -> image == null ? lossy(chunk, file) : null;
            default -> null;
        };
    }

    /** [version, whether shown, length of the first part, in 24 bits; signature of 3 bytes; width, height, u16 each] */
    private WebPFrame lossy(Chunk chunk, LittleEndian file) throws ImageException {
        require(chunk.length() + chunk.length() % 2 >= LOSSY_BYTES, file);
        int bits = file.u24();
        int signature = file.u24();
        int columns = file.u16() & SIZE;
        int rows = file.u16() & SIZE;
        boolean shownKeyFrame = (bits & 1) == 0 && (bits >> 4 & 1) == 1;
        require(signature == LOSSY_SIGNATURE && shownKeyFrame, file);
        require((bits >> 1 & 7) <= LAST_PROFILE && bits >> 5 < chunk.length() && columns > 0 && rows > 0, file);
        return new WebPFrame(x, y, columns, rows, alpha, chunk);
    }

    /** [signature u8; width and height less 1, 14 bits each; whether alpha is used; version in 3 bits] */
    private WebPFrame lossless(Chunk chunk, LittleEndian file) throws ImageException {
        require(chunk.length() + chunk.length() % 2 >= LOSSLESS_BYTES, file);
        int signature = file.u8();
        long bits = file.u32();
        require(signature == LOSSLESS_SIGNATURE && bits >> 29 == 0, file);
        return new WebPFrame(x, y, (int) (bits & SIZE) + 1, (int) (bits >> 14 & SIZE) + 1, alpha, chunk);
    }

    private static void require(boolean possible, LittleEndian file) throws ImageException {
        if (!possible) {
            throw file.damaged("what an image begins with is wrong");
        }
    }

    WebPFrame at(int left, int top) {
        return new WebPFrame(left, top, width, height, alpha, image);
    }

    WebPFrame withoutAlpha() {
        return new WebPFrame(x, y, width, height, null, image);
    }

    boolean isEmpty() {
        return alpha == null && image == null;
    }

    /** Fails unless there is an image, and no alpha behind it. */
    void check(LittleEndian file) throws ImageException {
        if (image == null || alpha != null && alpha.start() > image.start()) {
            throw file.damaged("alpha without an image behind it");
        }
    }

    /** Where its chunks begin in the file. */
    int start() {
        return alpha == null ? image.start() : alpha.start();
    }

    /** Where they end. */
    int end() {
        return image.end();
    }
}
