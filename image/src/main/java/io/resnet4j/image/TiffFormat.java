package io.resnet4j.image;

import io.resnet4j.image.TiffDirectory.Tag;
import io.resnet4j.image.TiffDirectory.Values;
import io.resnet4j.image.TiffPixels.Meaning;
import io.resnet4j.vision.ImageException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the tags of a TIFF say of its samples, and which of it Pillow reads. It reads what its table lists: combinations
 * of byte order, photometric interpretation, sample format, fill order, depth and extra samples. Others are refused here
 * too, those of its list that {@code convert("RGB")} then fails for included.
 *
 * <p>Uncompressed files are read by Pillow itself, all others by its libtiff, which comes to other pixels in places:
 *
 * <ul>
 *   <li>libtiff turns numbers into those of the machine; Pillow then takes those of a big-endian file for big-endian still,
 *       unless they are unsigned of 16 bits. So their bytes are swapped.
 *   <li>Of an uncompressed file in planes, Pillow takes only the first letter of the name of its format: nothing is
 *       inverted, no bits are reversed, and samples of 16 bits become two of 8.
 *   <li>Of JPEG, no bits are reversed, and YCbCr has become RGB.
 *   <li>A fourth sample of unknown meaning is an alpha that nothing was multiplied by, in planes from libtiff one by which
 *       all was multiplied.
 * </ul>
 */
final class TiffFormat {
    private static final int WHITE_IS_ZERO = 0;
    private static final int BLACK_IS_ZERO = 1;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int CMYK = 5;
    private static final int YCBCR = 6;
    private static final int LAB = 8;

    private static final int UNSIGNED = 1;
    private static final int SIGNED = 2;
    private static final int FLOAT = 3;

    private static final int UNSPECIFIED = 0;
    private static final int PREMULTIPLIED = 1;
    private static final int ALPHA = 2;
    private static final int COREL_DRAW = 999; // its word for alpha

    private static final int MAX_SAMPLES = 6;

    private final TiffDirectory directory;
    private final boolean raw;
    private final boolean jpeg;
    private final boolean little;
    private final int photometric;
    private final int format;
    private final int depth;
    private final int samples;
    private final boolean planar;
    private final boolean reversed;
    private final int[] extras; // what is known of the samples behind the colours
    private final int dropped; // extra ones in planes that are not read

    TiffFormat(TiffDirectory directory, TiffCompression compression) throws ImageException {
        this.directory = directory;
        raw = compression == TiffCompression.NONE;
        jpeg = compression == TiffCompression.JPEG;
        little = directory.order() == ByteOrder.LITTLE_ENDIAN;
        photometric = small(Tag.PHOTOMETRIC_INTERPRETATION, WHITE_IS_ZERO);
        int planes = small(Tag.PLANAR_CONFIGURATION, 1);
        int fill = small(Tag.FILL_ORDER, 1);
        if (planes < 1 || planes > 2 || fill < 1 || fill > 2) {
            throw directory.damaged("PlanarConfiguration %d and FillOrder %d".formatted(planes, fill));
        }
        planar = planes == 2;
        reversed = fill == 2;
        int stored = small(Tag.SAMPLES_PER_PIXEL, 1);
        Values depths = directory.values(Tag.BITS_PER_SAMPLE);
        Values kinds = directory.values(Tag.EXTRA_SAMPLES);
        if (stored < 1
                || stored > MAX_SAMPLES
                || depths.count() > 1 && depths.count() < stored
                || kinds.count() >= stored) {
            throw directory.damaged(
                    "%d samples, of them %d extra, with %d depths".formatted(stored, kinds.count(), depths.count()));
        }
        depth = same(depths, Tag.BITS_PER_SAMPLE);
        format = same(directory.values(Tag.SAMPLE_FORMAT), Tag.SAMPLE_FORMAT);
        int[] all =
                IntStream.range(0, kinds.count()).map(i -> small(kinds.get(i))).toArray();
        dropped = planar && Arrays.stream(all).allMatch(kind -> kind == UNSPECIFIED) ? all.length : 0;
        extras = dropped > 0 ? new int[0] : all;
        samples = stored - dropped;
    }

    private int small(Tag tag, int otherwise) throws ImageException {
        return small(directory.value(tag, otherwise));
    }

    private static int small(long value) {
        return (int) Math.max(Math.min(value, 0xffff), -1);
    }

    /** The value that all samples share; 1 without the tag. */
    private int same(Values values, Tag tag) throws ImageException {
        for (int i = 1; i < values.count(); i++) {
            if (values.get(i) != values.get(0)) {
                throw new ImageException(
                        directory.name(),
                        "a TIFF whose samples differ in %s, which Pillow does not read either".formatted(tag));
            }
        }
        return values.count() == 0 ? 1 : small(values.get(0));
    }

    /** Whether JPEG holds luminance and differences of colours, of which RGB is to be made. */
    static boolean isYcbcr(TiffDirectory directory) throws ImageException {
        return directory.value(Tag.PHOTOMETRIC_INTERPRETATION, WHITE_IS_ZERO) == YCBCR;
    }

    /** Whether the bits of every byte of the strips or tiles come lowest first. */
    boolean reversed() {
        return reversed && !jpeg && !(raw && planar);
    }

    /** How samples become RGB. */
    TiffPixels pixels() throws ImageException {
        if (photometric == LAB) {
            throw new ImageException(
                    directory.name(),
                    "a TIFF in CIE L*a*b*, whose colours Pillow has LittleCMS convert; they cannot be read, convert it to RGB");
        }
        boolean read = samples == 1 ? readsOneSample() : readsColours();
        if (!read || raw && planar && !readsUncompressedPlanes()) {
            throw new ImageException(
                    directory.name(),
                    "a TIFF of photometric interpretation %d with %d sample(s) of %d bits, sample format %d, extra samples %s%s, cannot be read; convert it to PNG"
                            .formatted(
                                    photometric,
                                    samples + dropped,
                                    depth,
                                    format,
                                    Arrays.toString(extras),
                                    planar ? ", in planes" : ""));
        }
        boolean swapped = (!raw || planar) && (depth == 32 || format == SIGNED);
        return new TiffPixels(
                meaning(),
                raw && planar && samples > 1 ? 8 : depth,
                samples,
                planar && samples > 1,
                little || swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
                depth <= 8 && samples <= 2 ? table() : null);
    }

    private boolean readsOneSample() {
        boolean upTo8 = format == UNSIGNED && (depth == 1 || depth == 2 || depth == 4 || depth == 8);
        boolean reversedHere = raw && reversed && !planar; // libtiff does it unasked
        return extras.length == 0
                && switch (photometric) {
                    case WHITE_IS_ZERO ->
                        upTo8 && !(reversedHere && depth == 8)
                                || !reversed && little && depth == 16 && format == UNSIGNED
                                || !reversed && depth == 32 && format == FLOAT;
                    case BLACK_IS_ZERO ->
                        upTo8 || little && depth == 16 && format == UNSIGNED || !reversed && readsWideGrey();
                    case PALETTE -> upTo8 && !(reversedHere && depth < 8);
                    default -> photometric == YCBCR && raw && !reversed && depth == 8 && format == UNSIGNED;
                };
    }

    private boolean readsWideGrey() {
        return switch (depth) {
            case 8 -> format == SIGNED;
            case 12 -> format == UNSIGNED && little;
            case 16 -> format == UNSIGNED || format == SIGNED;
            case 32 -> format == UNSIGNED && little || format == SIGNED || format == FLOAT;
            default -> false;
        };
    }

    private boolean readsColours() {
        if (format != UNSIGNED || depth != 8 && depth != 16) {
            return false;
        }
        boolean deep = depth == 16;
        int colours = samples - extras.length;
        if (reversed) {
            return photometric == RGB && samples == 3 && colours == 3 && !deep;
        }
        return switch (photometric) {
            case BLACK_IS_ZERO, PALETTE ->
                !deep && colours == 1 && extras.length == 1 && (extras[0] == UNSPECIFIED || extras[0] == ALPHA);
            case RGB -> extras.length == 0 ? samples == 3 || samples == 4 : colours == 3 && readsExtras(deep ? 1 : 3);
            case CMYK ->
                colours == 4
                        && (extras.length == 0 || !deep && Arrays.stream(extras).allMatch(kind -> kind == UNSPECIFIED));
            case YCBCR -> (raw || jpeg) && !planar && samples == 3 && colours == 3 && !deep;
            default -> false;
        };
    }

    /** Those behind red, green and blue: the first may be an alpha, further ones of no known meaning. */
    private boolean readsExtras(int most) {
        boolean first = extras[0] >= UNSPECIFIED && extras[0] <= ALPHA
                || extras[0] == COREL_DRAW && depth == 8 && extras.length == 1;
        boolean further = Arrays.stream(extras).skip(1).allMatch(kind -> kind == UNSPECIFIED);
        return first && further && extras.length <= (planar ? 1 : most);
    }

    private boolean readsUncompressedPlanes() throws ImageException {
        if (samples == 1) {
            return dropped == 0 && (depth == 8 || depth == 32 || depth == 1 && photometric != PALETTE);
        }
        // of wider pixels than Pillow reckons with, tiles at the right edge would be read askew
        boolean straight = directory.has(Tag.STRIP_OFFSETS)
                || depth == 8 && (extras.length > 0 || samples != 4 || photometric == CMYK);
        boolean alpha = extras.length == 0 || extras[0] == ALPHA || extras[0] == COREL_DRAW;
        return dropped == 0 && straight && alpha && photometric != BLACK_IS_ZERO && photometric != PALETTE;
    }

    private Meaning meaning() {
        if (samples > 2) {
            boolean multiplied = extras.length > 0 ? extras[0] == PREMULTIPLIED : samples == 4 && planar && !raw;
            return switch (photometric) {
                case CMYK -> Meaning.CMYK;
                case YCBCR -> jpeg ? Meaning.RGB : Meaning.YCBCR;
                default -> multiplied ? Meaning.PREMULTIPLIED : Meaning.RGB;
            };
        }
        if (depth <= 8) {
            return Meaning.TABLE;
        }
        return format == FLOAT ? Meaning.FLOAT : format == SIGNED ? Meaning.SIGNED : Meaning.UNSIGNED;
    }

    private ColourTable table() throws ImageException {
        if (photometric == PALETTE) {
            return palette();
        }
        ColourTable greys = ColourTable.greys(depth);
        if (photometric == WHITE_IS_ZERO && !(raw && planar)) {
            for (int i = 0; i < 3 << depth; i++) {
                greys.rgb()[i] ^= (byte) 0xff;
            }
        }
        return greys;
    }

    /** All reds, then all greens, then all blues, of 16 bits: Pillow takes the upper 8. */
    private ColourTable palette() throws ImageException {
        Values colours = directory.values(Tag.COLOR_MAP);
        int entries = colours.count() / 3;
        boolean fits = raw ? entries <= 256 : entries <= 1 << depth && directory.has(Tag.BITS_PER_SAMPLE);
        if (entries == 0 || colours.count() % 3 != 0 || !fits) {
            throw directory.damaged("a palette of %d values for %d bits".formatted(colours.count(), depth));
        }
        byte[] table = new byte[ColourTable.SIZE]; // an index beyond a short palette is black, as in Pillow
        for (int i = 0; i < colours.count(); i++) {
            if (colours.get(i) < 0 || colours.get(i) > 0xffff) {
                throw directory.damaged("a palette with %d in it".formatted(colours.get(i)));
            }
            table[i % entries * 3 + i / entries] = (byte) (colours.get(i) >> 8);
        }
        return new ColourTable(depth, table);
    }
}
