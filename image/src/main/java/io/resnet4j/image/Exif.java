package io.resnet4j.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A block of EXIF: perhaps "Exif" and two zeros, once or twice, then a small TIFF file: "II" or "MM" for its byte order, 42, and where its
 * directory lies. That is [count u16], then entries of [tag u16, type u16, count u32, value or where it lies].
 *
 * <p>As Pillow reads it: what does not fit into the block ends the directory, or is passed over if it never could; of two
 * entries with one tag the first counts; a number of any type is an orientation, bytes and text are none.
 */
final class Exif {
    private static final int ORIENTATION = 274;
    static final String PREFIX = "Exif\0\0";
    private static final int TIFF_HEADER = 8;
    private static final int ENTRY = 12;
    private static final int VALUE_IN_ENTRY = 4;

    /** How 42 may follow the byte order. A 43 means offsets of 64 bits, but Pillow only sees that of "II". */
    private static final Set<String> HEADERS = Set.of("MM\0*", "II*\0", "MM*\0", "II\0*", "MM\0+");

    private final ByteBuffer tiff;

    Exif(byte[] block) {
        String start = new String(block, 0, Math.min(block.length, 2 * PREFIX.length()), StandardCharsets.ISO_8859_1);
        int begin =
                start.equals(PREFIX + PREFIX) ? 2 * PREFIX.length() : start.startsWith(PREFIX) ? PREFIX.length() : 0;
        tiff = ByteBuffer.wrap(block, begin, block.length - begin).slice();
        tiff.order(tiff.hasRemaining() && tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    /** Whether there is nothing at all, which is no damage. */
    boolean isEmpty() {
        return tiff.limit() == 0;
    }

    /** Whether it begins as a TIFF file does. */
    boolean isReadable() {
        return tiff.limit() >= TIFF_HEADER
                && HEADERS.contains(
                        StandardCharsets.ISO_8859_1.decode(tiff.slice(0, 4)).toString());
    }

    /** The number of the orientation, 0 if it is none; nothing if the block does not speak of it. */
    OptionalInt orientation() {
        long directory = u32(4);
        int limit = tiff.limit();
        if (directory > limit - 2) {
            return OptionalInt.empty();
        }
        int entries = u16((int) directory);
        Set<Integer> seen = new HashSet<>();
        long total = 0;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) i * ENTRY;
            if (entry > limit - ENTRY) {
                break;
            }
            int at = (int) entry;
            int tag = u16(at);
            int type = u16(at + 2);
            long size = u32(at + 4) * TiffDirectory.size(type);
            if (size == 0 || seen.contains(tag)) {
                continue;
            }
            long value = at + 8;
            if (size > VALUE_IN_ENTRY) {
                total += size;
                value = u32(at + 8);
                if (total > limit) {
                    continue;
                }
                if (value > limit - size) {
                    break;
                }
            }
            if (tag == ORIENTATION) {
                return OptionalInt.of(whole(number(type, (int) value)));
            }
            seen.add(tag);
        }
        return OptionalInt.empty();
    }

    private double number(int type, int at) {
        return switch (type) {
            case 3 -> u16(at);
            case 4, 13 -> u32(at);
            case 5 -> (double) u32(at) / u32(at + 4);
            case 6 -> tiff.get(at);
            case 8 -> tiff.getShort(at);
            case 9 -> tiff.getInt(at);
            case 10 -> (double) tiff.getInt(at) / tiff.getInt(at + 4);
            case 11 -> tiff.getFloat(at);
            case 12 -> tiff.getDouble(at);
            case 16 -> tiff.getLong(at);
            default -> 0;
        };
    }

    private static int whole(double number) {
        return number == (int) number ? (int) number : 0;
    }

    private int u16(int at) {
        return tiff.getShort(at) & 0xffff;
    }

    private long u32(int at) {
        return tiff.getInt(at) & 0xffff_ffffL;
    }
}
