package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What {@code fuzz/run} feeds with bytes, one class for each reader: the method that Jazzer calls, and no trace of Jazzer.
 * A reader may refuse what it gets; everything else that it throws is a finding.
 */
public final class ImageFuzzTargets {
    static final List<Target> ALL = List.of(
            Jpeg::fuzzerTestOneInput,
            Png::fuzzerTestOneInput,
            Gif::fuzzerTestOneInput,
            Bmp::fuzzerTestOneInput,
            Tiff::fuzzerTestOneInput,
            Webp::fuzzerTestOneInput,
            Any::fuzzerTestOneInput);

    private static final String NAME = "fuzzed";
    private static final PillowDecoder DECODER = new PillowDecoder(1 << 20).withExifOrientation();

    private static final int PNG_SIGNATURE = 8;
    private static final int PNG_CHUNK_FRAME = 12; // length, name, CRC

    /** Takes the bytes of a file. */
    interface Target {
        void feed(byte[] bytes);
    }

    private ImageFuzzTargets() {}

    /** A file that begins as a JPEG does. */
    public static final class Jpeg {
        private Jpeg() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            decode(bytes, Kind.JPEG);
        }
    }

    /** A file that begins as a PNG does, its checksums mended: they would stop the fuzzer at the gate. */
    public static final class Png {
        private Png() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            decode(withChecksums(bytes), Kind.PNG);
        }
    }

    /** A file that begins as a GIF does. */
    public static final class Gif {
        private Gif() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            decode(bytes, Kind.GIF);
        }
    }

    /** A file that begins as a BMP does. */
    public static final class Bmp {
        private Bmp() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            decode(bytes, Kind.BMP);
        }
    }

    /** A file that begins as a TIFF does. */
    public static final class Tiff {
        private Tiff() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            decode(bytes, Kind.TIFF);
        }
    }

    /** A file that begins as a WebP does. */
    public static final class Webp {
        private Webp() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            decode(bytes, Kind.WEBP);
        }
    }

    /** A file of any kind, as its first bytes have it. */
    public static final class Any {
        private Any() {}

        public static void fuzzerTestOneInput(byte[] bytes) {
            decode(bytes, Kind.of(bytes));
        }
    }

    /** What is of another kind would teach the fuzzer another reader than the one it is to look at. */
    private static void decode(byte[] bytes, Kind kind) {
        if (Kind.of(bytes) != kind) {
            return;
        }
        try {
            DECODER.decode(bytes, NAME);
        } catch (ImageException e) {
            if (!e.getMessage().startsWith(NAME)) {
                throw new AssertionError("the message does not name the file: " + e.getMessage());
            }
        }
    }

    private static byte[] withChecksums(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes.clone());
        int at = PNG_SIGNATURE;
        while (at <= file.limit() - PNG_CHUNK_FRAME) {
            int length = file.getInt(at);
            if (length < 0 || length > file.limit() - at - PNG_CHUNK_FRAME) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(file.array(), at + 4, 4 + length);
            file.putInt(at + 8 + length, (int) crc.getValue());
            at += PNG_CHUNK_FRAME + length;
        }
        return file.array();
    }
}
