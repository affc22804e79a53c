package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The EXIF and XMP of a JPEG: APP1 segments before the first scan, which begin with what they are. Several of EXIF are
 * parts of one block; of several of XMP the last one counts.
 *
 * <p>Pillow looks into EXIF for a resolution already when it opens a file whose JFIF segment gives none, and forgives damage
 * there for good.
 */
final class JpegMetadata {
    private static final int DHP = 0xde;
    private static final int EXP = 0xdf;
    private static final int APP1 = 0xe1;
    private static final String JFIF = "JFIF";
    private static final int JFIF_BYTES = 12;
    private static final int JFIF_UNIT = 7; // 1: per inch, 2: per centimetre
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

    private ByteArrayOutputStream exif;
    private byte[] xmp;
    private boolean hasResolution;

    private JpegMetadata() {}

    /** Reads the segments of a file. */
    static Metadata read(byte[] file, String name) throws ImageException {
        JpegMetadata found = new JpegMetadata();
        int position = 2; // behind SOI
        while (position + 4 <= file.length) {
            int code = file[position + 1] & 0xff;
            if (file[position] != (byte) 0xff || !isMarker(code)) {
                position++; // fill bytes, and what Pillow passes over
            } else if (code == JpegMarker.SOS) {
                byte[] block = found.exif == null ? null : found.exif.toByteArray();
                return new Metadata(block, found.xmp, !found.hasResolution);
            } else if (hasLength(code)) {
                int length = Math.max(2, (file[position + 2] & 0xff) << 8 | file[position + 3] & 0xff);
                int end = Math.min(position + 2 + length, file.length);
                found.add(code, Arrays.copyOfRange(file, position + 4, end));
                position = end;
            } else {
                position += 2;
            }
        }
        throw new ImageException(name, "truncated: the JPEG ends before its first scan");
    }

    private static boolean isMarker(int code) {
        return code != 0 && code != 0xff;
    }

    /** All but those that Pillow does not know, and restarts, starts and ends. */
    private static boolean hasLength(int code) {
        return JpegMarker.isSegment(code) || code == DHP || code == EXP;
    }

    private void add(int code, byte[] segment) {
        if (code == JpegMarker.APP0_JFIF && startsWith(segment, JFIF) && segment.length >= JFIF_BYTES) {
            hasResolution |= segment[JFIF_UNIT] == 1 || segment[JFIF_UNIT] == 2;
        } else if (code == APP1 && startsWith(segment, Exif.PREFIX)) {
            int from = exif == null ? 0 : Exif.PREFIX.length(); // the first one keeps its beginning
            exif = exif == null ? new ByteArrayOutputStream() : exif;
            exif.write(segment, from, segment.length - from);
        } else if (code == APP1 && startsWith(segment, XMP)) {
            xmp = Arrays.copyOfRange(segment, XMP.length(), segment.length);
        }
    }

    private static boolean startsWith(byte[] segment, String start) {
        return new String(segment, 0, Math.min(segment.length, start.length()), StandardCharsets.ISO_8859_1)
                .equals(start);
    }
}
