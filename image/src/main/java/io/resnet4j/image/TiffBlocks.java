package io.resnet4j.image;

import io.resnet4j.image.TiffDirectory.Tag;
import io.resnet4j.image.TiffDirectory.Values;
import io.resnet4j.vision.ImageException;

/**
 * The strips or tiles of a TIFF, here blocks: from left to right, then down, then plane after plane. Tiles are whole at
 * the right and lower edges too; the last strip is as high as the image needs it.
 *
 * <p>Pillow finds the blocks of an uncompressed file by their offsets alone, and takes strips where there are both.
 */
final class TiffBlocks {
    /**
     * Where a block lies: from this byte on, to before that.
     *
     * @param rows how many rows it has
     * @param last whether it is a strip below which there is none
     */
    record Place(int from, int to, int rows, boolean last) {}

    /** How often a byte of the file may belong to a strip or tile, on average. */
    private static final long MOST_SHARED = 4;

    /** Each is a file of its own, which takes its time however small it is; so many are tiles of 74 x 74 in the largest image by default. */
    private static final int MOST_JPEGS = 1 << 14;

    private static final long ALL_ROWS = 0xffff_ffffL;

    private final TiffDirectory directory;
    private final TiffCompression compression;
    private final TiffPixels pixels;
    private final boolean raw;
    private final boolean tiled;
    private final int imageHeight;
    private final int width;
    private final int height;
    private final int across;
    private final int down;
    private final Values offsets;
    private final Values counts;

    /** Reads the geometry, and sees that each block is in the file and may hold its rows; allocates nothing. */
    TiffBlocks(
            TiffDirectory directory, TiffCompression compression, TiffPixels pixels, Placement image, PixelLimit limit)
            throws ImageException {
        this.directory = directory;
        this.compression = compression;
        this.pixels = pixels;
        raw = compression == TiffCompression.NONE;
        imageHeight = image.storedHeight();
        boolean strips = directory.has(Tag.STRIP_OFFSETS);
        boolean tiles = directory.has(Tag.TILE_WIDTH) || directory.has(Tag.TILE_OFFSETS);
        if (strips == tiles && !(raw && strips)) {
            throw directory.damaged(strips ? "strips and tiles in one image" : "neither strips nor tiles");
        }
        tiled = !strips;
        if (tiled) {
            long tileWidth = directory.value(Tag.TILE_WIDTH);
            long tileHeight = directory.value(Tag.TILE_LENGTH);
            limit.check(tileWidth, tileHeight, directory.name());
            width = (int) tileWidth;
            height = (int) tileHeight;
        } else {
            width = image.storedWidth();
            height = rowsPerStrip();
        }
        across = (image.storedWidth() - 1) / width + 1;
        down = (imageHeight - 1) / height + 1;
        limit.check((long) across * width, tiled ? (long) down * height : imageHeight, directory.name());
        offsets = directory.values(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS);
        counts = directory.values(tiled ? Tag.TILE_BYTE_COUNTS : Tag.STRIP_BYTE_COUNTS);
        checkBlocks();
    }

    /** All rows are in one strip where there is no number of them, or a large one: but for the largest, below 2 GB. */
    private int rowsPerStrip() throws ImageException {
        long rows = directory.value(Tag.ROWS_PER_STRIP, ALL_ROWS);
        if (rows < 1 || rows > ALL_ROWS || rows < ALL_ROWS && rows * rowBytes() > Integer.MAX_VALUE) {
            throw directory.damaged("strips of %d rows".formatted(rows));
        }
        return (int) Math.min(rows, imageHeight);
    }

    private void checkBlocks() throws ImageException {
        if (raw && across > 1 && width % 8 != 0 && pixels.depth() % 8 != 0) {
            throw directory.damaged("tiles of %d pixels, which are no whole bytes".formatted(width));
        }
        if (rowBytes() > Integer.MAX_VALUE - 8) {
            throw directory.damaged("rows of %d bytes".formatted(rowBytes()));
        }
        int planes = pixels.planes();
        long needed = (long) across * down * planes;
        if (compression == TiffCompression.JPEG && needed > MOST_JPEGS) {
            throw new ImageException(
                    directory.name(),
                    "a TIFF of %d strips or tiles that are JPEGs, and %d are read at most; save it with larger ones"
                            .formatted(needed, MOST_JPEGS));
        }
        if (raw ? offsets.count() != needed : offsets.count() < needed) {
            throw directory.damaged("%d strips or tiles where %d are needed".formatted(offsets.count(), needed));
        }
        long sum = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    Place place = place(plane, y, x);
                    sum += place.to() - place.from();
                }
            }
        }
        // Else a file of strips that name the same bytes takes minutes to unpack.
        if (!raw && sum > MOST_SHARED * directory.fileLength()) {
            throw directory.damaged("strips or tiles of %d bytes together".formatted(sum));
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** How many lie next to each other. */
    int across() {
        return across;
    }

    /** How many lie below each other. */
    int down() {
        return down;
    }

    /** How long a row of a block is. */
    long rowBytes() {
        return pixels.rowBytes(width);
    }

    /** How many rows of a block in this row of blocks there are: as far as is known, those below the image included. */
    int rows(int y) {
        return tiled && !raw ? height : Math.min(height, imageHeight - y * height);
    }

    /** Where a block lies. */
    Place place(int plane, int y, int x) throws ImageException {
        int i = (plane * down + y) * across + x;
        long from = offsets.get(i);
        long length = raw ? rows(y) * rowBytes() : packedLength(i, from);
        long end = directory.fileLength();
        if (from < 0 || length < 0 || from > end - length) {
            throw new ImageException(
                    directory.name(),
                    "truncated: strip or tile %d has %d bytes at byte %s, and the TIFF ends after %d"
                            .formatted(i, length, Long.toUnsignedString(from), end));
        }
        if (!compression.mayHold(length, rows(y), rowBytes())) {
            throw new ImageException(
                    directory.name(),
                    "truncated: %d packed bytes of strip or tile %d cannot hold its %d rows of %d bytes"
                            .formatted(length, i, rows(y), rowBytes()));
        }
        return new Place((int) from, (int) (from + length), rows(y), !tiled && y == down - 1);
    }

    /** What the file says; where it says nothing of a lone block, all that nothing else takes, as libtiff reckons. */
    private long packedLength(int i, long from) throws ImageException {
        if (counts.count() != offsets.count() && counts.count() > 0) {
            throw directory.damaged("%d strips or tiles with %d lengths".formatted(offsets.count(), counts.count()));
        }
        long length = counts.count() == 0 ? 0 : counts.get(i);
        if (length != 0) {
            return length;
        }
        if (offsets.count() > 1) {
            throw directory.damaged("strip or tile %d has no length".formatted(i));
        }
        return Math.min(directory.lengthOfRest(), directory.fileLength() - from);
    }
}
