package io.resnet4j.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The kinds of image files, told apart by their first bytes, never by their names. */
enum Kind {
    JPEG(0, "\u00ff\u00d8\u00ff"),
    PNG(0, "\u0089PNG\r\n\u001a\n"),
    GIF(0, "GIF8"),
    BMP(0, "BM"),
    TIFF(0, "II*\0", "MM\0*", "II+\0", "MM\0+"),
    WEBP(8, "WEBP"),
    UNKNOWN(0);

    private final int offset;
    private final String[] signatures;

    Kind(int offset, String... signatures) {
        this.offset = offset;
        this.signatures = signatures;
    }

    /** The kind whose signature the file begins with; of a shorter file, the first that it may become. */
    static Kind of(byte[] file) {
        return Arrays.stream(values())
                .filter(kind -> kind.matches(file))
                .findFirst()
                .orElse(UNKNOWN);
    }

    private boolean matches(byte[] file) {
        return Arrays.stream(signatures).anyMatch(signature -> {
            byte[] bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
            int end = Math.min(offset + bytes.length, file.length);
            return offset < end && Arrays.equals(bytes, Arrays.copyOfRange(file, offset, end));
        });
    }
}
