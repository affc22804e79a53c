package io.resnet4j.image;

import io.resnet4j.image.TiffDirectory.Tag;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;

/**
 * The first page of a TIFF file: a directory of tags says what the samples are ({@link TiffFormat}), where strips or tiles
 * of them lie ({@link TiffBlocks}), how those are packed ({@link TiffCompression}) and how to hold the image
 * ({@link Orientation}): unlike its other formats, Pillow turns these upright while loading.
 *
 * <p>All that is refused is refused by an error, also some of what libtiff warns of and paints over: fax rows with errors
 * in them, too few strips, and tags with several values where one belongs.
 */
final class Tiff {
    private static final byte[] REVERSED = new byte[256];

    static {
        for (int i = 0; i < REVERSED.length; i++) {
            REVERSED[i] = (byte) (Integer.reverse(i) >>> 24);
        }
    }

    private final byte[] data;
    private final TiffPixels pixels;
    private final TiffBlocks blocks;
    private final Placement image;
    private final TiffRows[] planes;

    private Tiff(byte[] file, TiffDirectory directory, PixelLimit limit) throws ImageException {
        long width = directory.value(Tag.IMAGE_WIDTH);
        long height = directory.value(Tag.IMAGE_LENGTH);
        limit.check(width, height, directory.name());
        TiffCompression compression = TiffCompression.of(directory);
        TiffFormat format = new TiffFormat(directory, compression);
        pixels = format.pixels();
        image = new Placement(orientation(directory), (int) width, (int) height);
        blocks = new TiffBlocks(directory, compression, pixels, image, limit);
        data = format.reversed() ? reversed(file) : file;
        planes = new TiffRows[pixels.planes()];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = compression.rows(directory, pixels, blocks.width(), limit);
        }
    }

    /** Decodes a file that {@link Kind} has found to be a TIFF. */
    static Image decode(byte[] file, String name, PixelLimit limit) throws ImageException {
        return new Tiff(file, new TiffDirectory(file, name), limit).decode();
    }

    /** That of the tag; without it, what the file's XMP metadata mention. */
    private static Orientation orientation(TiffDirectory directory) throws ImageException {
        return directory.has(Tag.ORIENTATION)
                ? Orientation.of(directory.value(Tag.ORIENTATION))
                : Orientation.inXmp(directory.bytes(Tag.XMP));
    }

    private static byte[] reversed(byte[] file) {
        byte[] reversed = new byte[file.length];
        for (int i = 0; i < file.length; i++) {
            reversed[i] = REVERSED[file[i] & 0xff];
        }
        return reversed;
    }

    private Image decode() throws ImageException {
        byte[] rgb = new byte[3 * image.width() * image.height()];
        PixelTarget target = image.target(rgb);
        byte[][] rows = new byte[planes.length][(int) blocks.rowBytes()];
        try {
            for (int y = 0; y < blocks.down(); y++) {
                for (int x = 0; x < blocks.across(); x++) {
                    decode(y, x, rows, target);
                }
            }
        } finally {
            for (TiffRows plane : planes) {
                plane.close();
            }
        }
        return new Image(image.width(), image.height(), rgb);
    }

    private void decode(int y, int x, byte[][] rows, PixelTarget target) throws ImageException {
        for (int i = 0; i < planes.length; i++) {
            planes[i].begin(data, blocks.place(i, y, x));
        }
        int column = x * blocks.width();
        int count = Math.min(blocks.width(), image.storedWidth() - column);
        for (int row = 0; row < blocks.rows(y); row++) {
            for (int i = 0; i < planes.length; i++) {
                planes[i].next(rows[i]);
            }
            int line = y * blocks.height() + row;
            if (line < image.storedHeight()) { // the lowest tiles may end below the image
                pixels.expand(rows, count, target.from(image.start(column, line)));
            }
        }
    }
}
