package io.resnet4j.image;

import io.resnet4j.image.Riff.Chunk;
import io.resnet4j.vision.ImageException;

/**
 * What the chunks of a WebP file say. In the simple format there is but one {@link WebPFrame}. In the extended one "VP8X"
 * comes first, [flags u8, 3 bytes, size of the canvas less 1, twice u24]. On the canvas lies one image, or after "ANIM"
 * frames: each "ANMF" begins with [place / 2 and size less 1, four times u24, duration u24, flags u8]. "EXIF" and "XMP "
 * count if a flag announces them.
 *
 * <p>All chunks are walked before libwebp sees one. What its demuxer refuses, which is Pillow's, is refused here.
 *
 * @param width the canvas's
 * @param height the canvas's
 * @param first the only image, or the first one of an animation
 * @param exif null if there is none
 * @param xmp null if there is none
 */
record WebPFile(int width, int height, WebPFrame first, byte[] exif, byte[] xmp) {
    private static final int ANIMATION = 0x02;
    private static final int XMP = 0x04;
    private static final int EXIF = 0x08;
    private static final int ALPHA = 0x10;
    private static final int KNOWN_FLAGS = 0x3e;
    private static final int EXTENDED_BYTES = 10;
    private static final int ANIMATION_BYTES = 6;
    private static final int FRAME_BYTES = 16;

    /** Walks the whole file, and fails where it is truncated or damaged. */
    static WebPFile read(byte[] file, String name) throws ImageException {
        return new Walk(new LittleEndian(file, "WebP", name)).read();
    }

    private static final class Walk {
        private final LittleEndian file;
        private final Riff riff;
        private int flags;
        private int width;
        private int height;
        private boolean animationSeen;
        private WebPFrame first;
        private byte[] exif;
        private byte[] xmp;

        Walk(LittleEndian file) throws ImageException {
            this.file = file;
            riff = new Riff(file);
        }

        WebPFile read() throws ImageException {
            Chunk chunk = riff.next();
            switch (chunk.name()) {
                case "VP8X" -> readExtended(chunk);
                case "VP8 ", "VP8L" -> {
                    file.seek(chunk.start());
                    first = WebPFrame.read(riff, file);
                    width = first.width();
                    height = first.height();
                }
                default -> throw file.damaged("%s is not how a file begins".formatted(chunk.name()));
            }
            if (first == null) {
                throw file.damaged("it holds no image");
            }
            return new WebPFile(width, height, first, exif, xmp);
        }

        private void readExtended(Chunk header) throws ImageException {
            if (header.length() != EXTENDED_BYTES) {
                throw file.damaged("a header of %d bytes".formatted(header.length()));
            }
            flags = file.u8();
            file.skip(3); // reserved
            width = 1 + file.u24();
            height = 1 + file.u24();
            if ((flags & ~KNOWN_FLAGS) != 0) {
                throw file.damaged("unknown flags %02x".formatted(flags));
            }
            file.seek(header.end());
            do {
                readChunk(riff.next());
            } while (riff.hasMore());
        }

        private void readChunk(Chunk chunk) throws ImageException {
            switch (chunk.name()) {
                case "VP8X" -> throw file.damaged("a second header");
                case "ALPH", "VP8 ", "VP8L" -> readImage(chunk);
                case "ANIM" -> {
                    if (chunk.length() + chunk.length() % 2 < ANIMATION_BYTES) {
                        throw file.damaged("ANIM of %d bytes".formatted(chunk.length()));
                    }
                    animationSeen = true;
                    file.seek(chunk.end());
                }
                case "ANMF" -> readFrame(chunk);
                case "EXIF" -> exif = read(chunk, EXIF, exif);
                case "XMP " -> xmp = read(chunk, XMP, xmp);
                default -> file.seek(chunk.end());
            }
        }

        private void readImage(Chunk chunk) throws ImageException {
            if (animationSeen || isAnimation() || first != null) {
                throw file.damaged("an image too many");
            }
            file.seek(chunk.start());
            WebPFrame frame = WebPFrame.read(riff, file);
            first = (flags & ALPHA) == 0 ? frame.withoutAlpha() : frame;
            first.check(file);
            if (frame.width() != width || frame.height() != height) {
                throw file.damaged("an image of %d x %d pixels, when the header says %d x %d"
                        .formatted(frame.width(), frame.height(), width, height));
            }
        }

        private void readFrame(Chunk chunk) throws ImageException {
            if (!animationSeen || chunk.length() + chunk.length() % 2 < FRAME_BYTES) {
                throw file.damaged("a frame without ANIM before it or without its header");
            }
            int x = 2 * file.u24();
            int y = 2 * file.u24();
            file.seek(chunk.data() + FRAME_BYTES); // the image in it knows its size
            WebPFrame frame = WebPFrame.read(riff, file).at(x, y);
            if (file.position() > chunk.end()) {
                throw file.damaged("an image exceeds its frame");
            }
            if (isAnimation() && !frame.isEmpty()) {
                frame.check(file);
                if (x + frame.width() > width || y + frame.height() > height) {
                    throw file.damaged("a frame of %d x %d pixels at (%d, %d) on a canvas of %d x %d"
                            .formatted(frame.width(), frame.height(), x, y, width, height));
                }
                first = first == null ? frame : first;
            }
        }

        private boolean isAnimation() {
            return (flags & ANIMATION) != 0;
        }

        /** The data of the first chunk that a flag announces. */
        private byte[] read(Chunk chunk, int flag, byte[] before) throws ImageException {
            byte[] data = file.bytes(chunk.length());
            file.seek(chunk.end());
            return before == null && (flags & flag) != 0 ? data : before;
        }
    }
}
