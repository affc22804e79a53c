package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The first image file directory (IFD) of a TIFF file: what its image is called by numbers.
 *
 * <p>A file begins with {@code II} (little-endian) or {@code MM} (big-endian), u16 42, and the u32 offset of the
 * directory: u16 number of entries, then entries of [tag u16, type u16, count u32, u32 that holds the values, or their
 * offset where they take more than 4 bytes]. BigTIFF says 43, u16 8, u16 0, and makes u64 of every u32 and of the number
 * of entries. Further directories, those of thumbnails and of EXIF, are not read, so that none can lead in a circle.
 *
 * <p>Every offset and count of the directory is checked against the file. Of a tag that comes twice the first counts, as in
 * Pillow and libtiff.
 */
final class TiffDirectory {
    /** The tags that matter to pixels, by their numbers. */
    enum Tag {
        IMAGE_WIDTH(256, "ImageWidth"),
        IMAGE_LENGTH(257, "ImageLength"),
        BITS_PER_SAMPLE(258, "BitsPerSample"),
        COMPRESSION(259, "Compression"),
        PHOTOMETRIC_INTERPRETATION(262, "PhotometricInterpretation"),
        FILL_ORDER(266, "FillOrder"),
        STRIP_OFFSETS(273, "StripOffsets"),
        ORIENTATION(274, "Orientation"),
        SAMPLES_PER_PIXEL(277, "SamplesPerPixel"),
        ROWS_PER_STRIP(278, "RowsPerStrip"),
        STRIP_BYTE_COUNTS(279, "StripByteCounts"),
        PLANAR_CONFIGURATION(284, "PlanarConfiguration"),
        T4_OPTIONS(292, "T4Options"),
        PREDICTOR(317, "Predictor"),
        COLOR_MAP(320, "ColorMap"),
        TILE_WIDTH(322, "TileWidth"),
        TILE_LENGTH(323, "TileLength"),
        TILE_OFFSETS(324, "TileOffsets"),
        TILE_BYTE_COUNTS(325, "TileByteCounts"),
        EXTRA_SAMPLES(338, "ExtraSamples"),
        SAMPLE_FORMAT(339, "SampleFormat"),
        JPEG_TABLES(347, "JPEGTables"),
        YCBCR_SUB_SAMPLING(530, "YCbCrSubSampling"),
        XMP(700, "XMP");

        private static final Map<Integer, Tag> BY_NUMBER = new HashMap<>();

        static {
            for (Tag tag : values()) {
                BY_NUMBER.put(tag.number, tag);
            }
        }

        private final int number;
        private final String title;

        Tag(int number, String title) {
            this.number = number;
            this.title = title;
        }

        /** The tag as its specification writes it. */
        @Override
        public String toString() {
            return title;
        }
    }

    /** What a tag holds: so many values of one type, from a byte on; all of them lie in the file. */
    record Values(ByteBuffer file, int type, int count, int at) {
        /** A value of a type that is known to be of whole numbers. */
        long get(int i) {
            int place = at + i * SIZES[type];
            return switch (type) {
                case SIGNED_BYTE -> file.get(place);
                case SHORT -> file.getShort(place) & 0xffff;
                case SIGNED_SHORT -> file.getShort(place);
                case SIGNED_LONG -> file.getInt(place);
                case LONG8 -> file.getLong(place);
                default -> file.getInt(place) & 0xffff_ffffL;
            };
        }
    }

    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int SIGNED_BYTE = 6;
    private static final int UNDEFINED = 7;
    private static final int SIGNED_SHORT = 8;
    private static final int SIGNED_LONG = 9;
    private static final int IFD = 13;
    private static final int LONG8 = 16;

    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8};

    /** Pillow takes BYTE for text. */
    private static final Set<Integer> WHOLE_NUMBERS =
            Set.of(SHORT, LONG, SIGNED_BYTE, SIGNED_SHORT, SIGNED_LONG, IFD, LONG8);

    private static final int BIG = 43;

    private final ByteBuffer file;
    private final String name;
    private final boolean big;
    private final long lengthOfRest;
    private final Map<Tag, Values> entries = new EnumMap<>(Tag.class);

    /** Reads the header and the directory. {@link Kind} has found the file to be a TIFF. */
    TiffDirectory(byte[] bytes, String name) throws ImageException {
        this.name = name;
        file = ByteBuffer.wrap(bytes);
        require(0, 8, "the header");
        file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        big = file.getShort(2) == BIG;
        if (big) {
            requireBigHeader();
        }
        long start = big ? file.getLong(8) : file.getInt(4) & 0xffff_ffffL;
        int countBytes = big ? 8 : 2;
        int at = require(start, countBytes, "the directory");
        long count = big ? file.getLong(at) : file.getShort(at) & 0xffff;
        int entryBytes = big ? 20 : 12;
        if (count < 0 || count > file.limit() / entryBytes) {
            throw truncated("the directory", start, count * entryBytes);
        }
        require(start, countBytes + count * entryBytes, "the directory");
        long elsewhere = 0;
        for (int i = 0; i < count; i++) {
            elsewhere += readEntry(at + countBytes + i * entryBytes);
        }
        if (elsewhere > file.limit()) { // Pillow would leave out tags
            throw damaged("tags with %d bytes of values, in a file of %d".formatted(elsewhere, file.limit()));
        }
        int word = big ? 8 : 4;
        lengthOfRest = file.limit() - (2 * word + countBytes + count * entryBytes + word + elsewhere);
    }

    /** The bytes of a value of this type; 0 for types that Pillow does not know either. */
    static int size(int type) {
        return type < SIZES.length ? SIZES[type] : 0;
    }

    /** Checks and keeps an entry; returns the bytes of its values that lie elsewhere. */
    private long readEntry(int entry) throws ImageException {
        int type = file.getShort(entry + 2) & 0xffff;
        Tag tag = Tag.BY_NUMBER.get(file.getShort(entry) & 0xffff);
        int size = size(type);
        if (size == 0) {
            keep(tag, new Values(file, type, 0, 0));
            return 0;
        }
        String what = tag == null ? "tag %d".formatted(file.getShort(entry) & 0xffff) : tag.toString();
        long count = big ? file.getLong(entry + 4) : file.getInt(entry + 4) & 0xffff_ffffL;
        int inside = entry + (big ? 12 : 8);
        if (count < 0 || count > file.limit()) {
            throw truncated(what, inside, count);
        }
        long bytes = count * size;
        boolean elsewhere = bytes > (big ? 8 : 4);
        long at = !elsewhere ? inside : big ? file.getLong(inside) : file.getInt(inside) & 0xffff_ffffL;
        keep(tag, new Values(file, type, (int) count, require(at, bytes, what)));
        return elsewhere ? bytes : 0;
    }

    private void keep(Tag tag, Values values) {
        if (tag != null) {
            entries.putIfAbsent(tag, values);
        }
    }

    private void requireBigHeader() throws ImageException {
        require(0, 16, "the header");
        if (order() == ByteOrder.BIG_ENDIAN) {
            throw new ImageException(
                    name, "a big-endian BigTIFF, which Pillow does not read either; convert it to PNG");
        }
        if (file.getShort(4) != 8 || file.getShort(6) != 0) {
            throw damaged("the header of a BigTIFF with offsets of other than 8 bytes");
        }
    }

    /** The file as the user knows it. */
    String name() {
        return name;
    }

    /** The bytes of the file. */
    int fileLength() {
        return file.limit();
    }

    /** The bytes that neither the header nor the directory takes, nor values that lie elsewhere. */
    long lengthOfRest() {
        return lengthOfRest;
    }

    /** The order of the bytes of numbers, those of samples included. */
    ByteOrder order() {
        return file.order();
    }

    /** Whether there is such a tag. */
    boolean has(Tag tag) {
        return entries.containsKey(tag);
    }

    /** The only value of a tag that must be there. */
    long value(Tag tag) throws ImageException {
        if (!has(tag)) {
            throw damaged("%s is missing".formatted(tag));
        }
        return value(tag, 0);
    }

    /** The only value of a tag, or what holds without it. */
    long value(Tag tag, long otherwise) throws ImageException {
        Values values = values(tag);
        if (values.count > 1) {
            throw damaged("%s has %d values, not one".formatted(tag, values.count));
        }
        return has(tag) ? values.get(0) : otherwise;
    }

    /** The whole numbers of a tag; none when it is not there. */
    Values values(Tag tag) throws ImageException {
        Values values = entries.get(tag);
        if (values == null) {
            return new Values(file, LONG, 0, 0);
        }
        if (!WHOLE_NUMBERS.contains(values.type) || values.count == 0) {
            throw damaged("%s has %d values of type %d, no whole numbers".formatted(tag, values.count, values.type));
        }
        return values;
    }

    /** The bytes of a tag; none when it is not there. */
    byte[] bytes(Tag tag) throws ImageException {
        Values values = entries.getOrDefault(tag, new Values(file, BYTE, 0, 0));
        if (values.type != BYTE && values.type != UNDEFINED) {
            throw damaged("%s has values of type %d, no bytes".formatted(tag, values.type));
        }
        return Arrays.copyOfRange(file.array(), values.at, values.at + values.count);
    }

    /** The offset, once so many bytes from there on are known to be in the file. */
    private int require(long offset, long bytes, String what) throws ImageException {
        if (offset < 0 || offset > file.limit() - bytes) {
            throw truncated(what, offset, bytes);
        }
        return (int) offset;
    }

    /** The error for a file that says what cannot be. */
    ImageException damaged(String problem) {
        return new ImageException(name, "damaged TIFF: " + problem);
    }

    private ImageException truncated(String what, long offset, long bytes) {
        return new ImageException(
                name,
                "truncated: the TIFF has %s byte(s) of %s at byte %s, and ends after %d"
                        .formatted(Long.toUnsignedString(bytes), what, Long.toUnsignedString(offset), file.limit()));
    }
}
