package io.resnet4j.image;

import io.resnet4j.vision.ImageException;

/**
 * What the markers of a JPEG file say. All of them are walked, up to the end of the image, before Leptonica sees the file:
 * libjpeg would allocate for any size, fill up a truncated file with grey, and print to stderr.
 *
 * <p>A marker is 0xFF and a code; a segment follows with its length (u16 big-endian, itself included), after SOS also
 * entropy-coded data, in which 0xFF 0x00 stands for the byte 0xFF and RST markers may lie.
 *
 * <p>Outside that data nothing needs TEM and RST, which alone have no length: they are refused, so that this walk and
 * libjpeg cannot come to see two different images in one file.
 */
record JpegHeader(int width, int height, int components, int precision) {
    private static final int TEM = 0x01;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int RST0 = 0xd0;
    private static final int RST7 = 0xd7;
    private static final int FRAME_BYTES = 8;

    /** Encoders write some ten; each may cost libjpeg a pass over the whole image for a few bytes of the file. */
    private static final int MAX_SCANS = 1000;

    /** Walks the whole file, and fails where it is truncated or damaged. */
    static JpegHeader read(byte[] file, String name) throws ImageException {
        return new Walk(file, name).toTheEnd();
    }

    private static final class Walk {
        private final byte[] file;
        private final String name;
        private int position = 2; // behind SOI
        private JpegHeader frame;
        private int scans;

        Walk(byte[] file, String name) {
            this.file = file;
            this.name = name;
        }

        JpegHeader toTheEnd() throws ImageException {
            for (int code = marker(); code != EOI; code = marker()) {
                int length = u16(position);
                if (length < 2 || position + length > file.length) {
                    throw truncated();
                }
                if (isFrame(code)) {
                    readFrame(length);
                }
                position += length;
                if (code == SOS) {
                    countScan();
                    skipEntropyCodedData();
                }
            }
            if (frame == null || scans == 0) {
                throw new ImageException(name, "damaged JPEG: it holds no image");
            }
            return frame;
        }

        private void readFrame(int length) throws ImageException {
            if (frame != null || length < FRAME_BYTES) {
                throw new ImageException(name, "damaged JPEG: a second or a short frame header");
            }
            frame = new JpegHeader(
                    u16(position + 5), u16(position + 3), file[position + 7] & 0xff, file[position + 2] & 0xff);
        }

        private void countScan() throws ImageException {
            if (++scans > MAX_SCANS) {
                throw new ImageException(name, "a JPEG of more than %d scans; save it anew".formatted(MAX_SCANS));
            }
        }

        /** The code of the marker at the position, behind which the position then stands. */
        private int marker() throws ImageException {
            int start = position;
            while (u8(position) == 0xff) {
                position++; // a marker may be preceded by any number of 0xFF
            }
            int code = u8(position++);
            if (position - start < 2 || code == 0 || code == SOI) {
                throw new ImageException(name, "damaged JPEG: no marker at byte " + start);
            }
            if (code == TEM || isRestart(code)) {
                throw new ImageException(
                        name, "damaged JPEG: marker %02x outside of a scan at byte %d".formatted(code, start));
            }
            return code;
        }

        private void skipEntropyCodedData() throws ImageException {
            while (true) {
                while (u8(position) != 0xff) {
                    position++;
                }
                int code = u8(position + 1);
                if (code != 0 && code != 0xff && !isRestart(code)) {
                    return;
                }
                position += code == 0xff ? 1 : 2;
            }
        }

        private int u8(int at) throws ImageException {
            if (at >= file.length) {
                throw truncated();
            }
            return file[at] & 0xff;
        }

        private int u16(int at) throws ImageException {
            return u8(at) << 8 | u8(at + 1);
        }

        private ImageException truncated() {
            return new ImageException(
                    name, "truncated: the JPEG ends after %d bytes without an end marker".formatted(file.length));
        }
    }

    private static boolean isRestart(int code) {
        return code >= RST0 && code <= RST7;
    }

    /** SOF0 to SOF15; three codes in between mean other things. */
    private static boolean isFrame(int code) {
        return code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc;
    }
}
