package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file: behind a signature each is [length u32 big-endian, name of 4 letters, data, CRC-32 of name and
 * data]. They are checked as Pillow checks them: before the pixels, which are in IDATs, everything must be right. The
 * checksum of an IDAT does not count, as its zlib stream has one, and the last one may be cut. Behind the pixels no checksum
 * counts, and whatever is no chunk ends the file, as IEND should.
 */
final class PngChunks {
    private static final int SIGNATURE = 8;
    private static final int HEAD = 8; // length and name
    private static final int CRC = 4;

    private final ByteBuffer file;
    private final String name;
    private final CRC32 crc = new CRC32();
    private Place place = Place.BEFORE;
    private String kind;
    private int start; // of the content
    private int size;

    /** Where a chunk is: before the pixels, one of the IDATs that hold them, or behind. */
    enum Place {
        BEFORE,
        PIXELS,
        BEHIND,
        END
    }

    PngChunks(byte[] file, String name) {
        this.file = ByteBuffer.wrap(file).position(SIGNATURE);
        this.name = name;
    }

    /** Goes on to the next chunk; false where there is none. */
    boolean next() throws ImageException {
        kind = nextKind();
        place = nextPlace();
        if (place == Place.END) {
            return false;
        }
        start = file.position() + HEAD;
        long length = Integer.toUnsignedLong(file.getInt());
        long there = file.limit() - start - (place == Place.BEFORE ? CRC : 0);
        if (length > there && place != Place.PIXELS) {
            throw new ImageException(
                    name,
                    "truncated: %s at byte %d claims %d bytes, the file has %d in all"
                            .formatted(kind, start - HEAD, length, file.limit()));
        }
        size = (int) Math.min(length, there);
        if (place == Place.BEFORE) {
            requireChecksum();
        }
        file.position(Math.min(start + size + CRC, file.limit()));
        return true;
    }

    /** The name of the chunk. */
    String kind() {
        return kind;
    }

    /** Where it is. */
    Place place() {
        return place;
    }

    /** Its data. */
    ByteBuffer content() {
        return file.slice(start, size);
    }

    /** The name of what follows; empty when that is no chunk. */
    private String nextKind() {
        if (file.remaining() < HEAD) {
            return "";
        }
        for (int i = HEAD - 4; i < HEAD; i++) {
            int letter = file.get(file.position() + i);
            if (letter < 0 || !Character.isLetterOrDigit(letter) && letter != '_') {
                return "";
            }
        }
        return new String(file.array(), file.position() + HEAD - 4, 4, StandardCharsets.US_ASCII);
    }

    private Place nextPlace() throws ImageException {
        if (kind.equals("IDAT")) {
            return place == Place.BEHIND ? Place.BEHIND : Place.PIXELS;
        }
        if (!kind.isEmpty() && !kind.equals("IEND")) {
            return place == Place.BEFORE ? Place.BEFORE : Place.BEHIND;
        }
        if (place == Place.BEFORE) {
            throw new ImageException(
                    name, "truncated: the PNG ends at byte %d, before its pixels".formatted(file.position()));
        }
        return Place.END;
    }

    private void requireChecksum() throws ImageException {
        crc.reset();
        crc.update(file.array(), start - kind.length(), kind.length() + size);
        if (file.getInt(start + size) != (int) crc.getValue()) {
            throw new ImageException(
                    name, "damaged PNG: the checksum of %s at byte %d is wrong".formatted(kind, start - HEAD));
        }
    }
}
