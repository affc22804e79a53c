package io.resnet4j.image;

import io.resnet4j.image.TiffDirectory.Tag;
import io.resnet4j.vision.ImageException;

/** How strips and tiles are packed, by the numbers of TIFF. */
enum TiffCompression {
    NONE(1),
    CCITT(2),
    GROUP3(3),
    GROUP4(4),
    LZW(5),
    OLD_JPEG(6, "JPEG of the old kind"),
    JPEG(7),
    DEFLATE(8),
    CCITT_WORDS(32771, "CCITT runs in words"),
    PACK_BITS(32773),
    THUNDERSCAN(32809, "ThunderScan"),
    OLD_DEFLATE(32946),
    SGI_LOG(34676, "SGI LogLuv"),
    SGI_LOG24(34677, "SGI LogLuv of 24 bits"),
    LZMA(34925, "LZMA"),
    JPEG_2000(34712, "JPEG 2000"),
    ZSTD(50000, "Zstandard"),
    WEBP(50001, "WebP");

    private static final int TWO_DIMENSIONAL = 1; // of T4Options
    private static final int UNCOMPRESSED = 2;

    /** No code of LZW stands for more bytes than there are codes behind the single bytes, or takes less than 9 bits. */
    private static final long LZW_LIMIT = 8 * 3839 / 9;

    private static final long DEFLATE_LIMIT = 1032; // 258 bytes from two bits
    private static final long PACK_BITS_LIMIT = 64; // 128 bytes from two

    /** Three bytes for each of 64 pixels, from a bit of a block. */
    private static final long JPEG_LIMIT = 3 * 64 * 8;

    private final int number;
    private final String unreadable; // what to call it, when it cannot be read

    TiffCompression(int number) {
        this(number, null);
    }

    TiffCompression(int number, String unreadable) {
        this.number = number;
        this.unreadable = unreadable;
    }

    /** What the directory names, or an error that names it. */
    static TiffCompression of(TiffDirectory directory) throws ImageException {
        long number = directory.value(Tag.COMPRESSION, NONE.number);
        for (TiffCompression compression : values()) {
            if (compression.number == number) {
                if (compression.unreadable != null) {
                    throw unreadable(directory, compression.unreadable);
                }
                return compression;
            }
        }
        throw unreadable(directory, "number " + number);
    }

    private static ImageException unreadable(TiffDirectory directory, String compression) {
        return new ImageException(
                directory.name(),
                "a TIFF of compression %s, which cannot be read; convert it to PNG".formatted(compression));
    }

    /** Whether so many packed bytes may become these rows, however well packed. */
    boolean mayHold(long packed, long rows, long rowBytes) {
        return switch (this) {
            case LZW -> rows * rowBytes <= packed * LZW_LIMIT;
            case DEFLATE, OLD_DEFLATE -> rows * rowBytes <= packed * DEFLATE_LIMIT;
            case PACK_BITS -> rows * rowBytes <= packed * PACK_BITS_LIMIT;
            case JPEG -> rows * rowBytes <= packed * JPEG_LIMIT;
            case CCITT, GROUP3 -> rows <= packed;
            case GROUP4 -> rows <= 8 * packed; // a bit says that a row equals the one above
            default -> rows * rowBytes <= packed;
        };
    }

    /** A reader of such rows: of blocks that are so many pixels wide. */
    TiffRows rows(TiffDirectory directory, TiffPixels pixels, int width, PixelLimit limit) throws ImageException {
        return switch (this) {
            case LZW -> predicted(new TiffLzw(directory.name()), directory, pixels);
            case DEFLATE, OLD_DEFLATE -> predicted(new TiffDeflate(directory.name()), directory, pixels);
            case PACK_BITS -> new TiffPackBits(directory.name());
            case CCITT, GROUP3, GROUP4 -> fax(directory, pixels, width);
            case JPEG -> new TiffJpeg(directory, pixels, width, limit);
            default -> new TiffRaw();
        };
    }

    private static TiffRows predicted(TiffRows rows, TiffDirectory directory, TiffPixels pixels) throws ImageException {
        long predictor = directory.value(Tag.PREDICTOR, 1);
        if (predictor == 1) {
            return rows;
        }
        int depth = pixels.depth();
        boolean floating = predictor == 3;
        if (predictor == 2 ? depth % 8 != 0 : !floating || pixels.meaning() != TiffPixels.Meaning.FLOAT) {
            rows.close();
            throw directory.damaged("Predictor %d for %d-bit samples".formatted(predictor, depth));
        }
        return new TiffPredictor(rows, floating, pixels.samplesInRow(), depth / 8, directory.order());
    }

    private TiffRows fax(TiffDirectory directory, TiffPixels pixels, int width) throws ImageException {
        if (pixels.depth() != 1) {
            throw directory.damaged("fax data of %d-bit samples".formatted(pixels.depth()));
        }
        long options = directory.value(Tag.T4_OPTIONS, 0);
        if (this == GROUP3 && (options & UNCOMPRESSED) != 0) {
            throw unreadable(directory, "Group 3 with uncompressed rows");
        }
        TiffFax.Coding coding =
                switch (this) {
                    case CCITT -> TiffFax.Coding.ALIGNED;
                    case GROUP4 -> TiffFax.Coding.GROUP4;
                    default -> (options & TWO_DIMENSIONAL) != 0 ? TiffFax.Coding.GROUP3_MIXED : TiffFax.Coding.GROUP3;
                };
        return new TiffFax(coding, width, directory.name());
    }
}
