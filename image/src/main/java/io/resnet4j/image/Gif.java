package io.resnet4j.image;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A GIF file: a signature, the size of the screen, flags and perhaps a palette; then extensions, of which one may name a
 * transparent index, and frames [place and size on the screen, flags, perhaps a palette of its own, {@link GifLzw}
 * pixels]. Of several frames the first is the image.
 *
 * <p>As Pillow reads it: the screen grows where the frame exceeds it; around the frame there is the transparent index, or
 * index 0, never the background; a palette of greys in their order counts for none; without any, an index is a grey;
 * beyond a palette's end there is black.
 */
final class Gif {
    private static final int EXTENSION = '!';
    private static final int FRAME = ',';
    private static final int TRAILER = ';';
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int COMMENT = 0xfe;
    private static final int APPLICATION = 0xff;
    private static final int HAS_PALETTE = 0x80;
    private static final int INTERLACED = 0x40;
    private static final int TRANSPARENT = 1;

    /** Interlaced rows come in four passes: the first row of each, and the distance to the next. */
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private static final int[][] ONE_PASS = {{0, 1}};

    private final LittleEndian file;
    private final String name;
    private final PixelLimit limit;
    private int width;
    private int height;
    private byte[] palette = ColourTable.greys(8).rgb();
    private int around; // the index of what no frame covers

    private Gif(byte[] file, String name, PixelLimit limit) {
        this.file = new LittleEndian(file, "GIF", name);
        this.name = name;
        this.limit = limit;
    }

    /** Decodes the first frame of a file, on its screen. */
    static Image decode(byte[] file, String name, PixelLimit limit) throws ImageException {
        return new Gif(file, name, limit).decode();
    }

    private Image decode() throws ImageException {
        String signature = file.text(6);
        if (!signature.equals("GIF87a") && !signature.equals("GIF89a")) {
            throw file.damaged("a signature of neither GIF87a nor GIF89a");
        }
        width = file.u16();
        height = file.u16();
        int flags = file.u8();
        file.skip(2); // background, aspect ratio
        readPalette(flags);
        for (int kind = file.u8(); kind != FRAME; kind = file.u8()) {
            if (kind == TRAILER) {
                throw file.damaged("it holds no image");
            }
            if (kind == EXTENSION) {
                readExtension();
            }
        }
        return readFrame();
    }

    private void readPalette(int flags) throws ImageException {
        if ((flags & HAS_PALETTE) != 0) {
            byte[] colours = file.bytes(3 << (flags & 7) + 1);
            byte[] greys = ColourTable.greys(8).rgb();
            if (!Arrays.equals(colours, Arrays.copyOf(greys, colours.length))) {
                palette = Arrays.copyOf(colours, greys.length);
            }
        }
    }

    /** Blocks up to an empty one; of all but comments, Pillow takes for such an end only what follows the first. */
    private void readExtension() throws ImageException {
        int label = file.u8();
        byte[] block = file.bytes(file.u8());
        if (label == COMMENT && block.length == 0) {
            return;
        }
        if (label == GRAPHIC_CONTROL && block.length > 0) {
            readTransparency(block);
        }
        if (label == APPLICATION && new String(block, StandardCharsets.ISO_8859_1).startsWith("NETSCAPE2.0")) {
            file.skip(file.u8()); // how often to repeat
        }
        for (int length = file.u8(); length > 0; length = file.u8()) {
            file.skip(length);
        }
    }

    /** [flags, duration u16, transparent index] */
    private void readTransparency(byte[] block) throws ImageException {
        boolean transparent = (block[0] & TRANSPARENT) != 0;
        if (block.length < (transparent ? 4 : 3)) {
            throw file.damaged("a graphic control of %d bytes".formatted(block.length));
        }
        if (transparent) {
            around = block[3] & 0xff;
        }
    }

    private Image readFrame() throws ImageException {
        int left = file.u16();
        int top = file.u16();
        int columns = file.u16();
        int rows = file.u16();
        int flags = file.u8();
        if (columns == 0 || rows == 0) {
            throw file.damaged("a frame of %d x %d pixels".formatted(columns, rows));
        }
        width = Math.max(width, left + columns);
        height = Math.max(height, top + rows);
        limit.check(width, height, name);
        readPalette(flags);
        byte[] pixels = new GifLzw(file).decode((long) columns * rows);
        byte[] rgb = new byte[3 * width * height];
        if (columns < width || rows < height) {
            for (int pixel = 0; pixel < width * height; pixel++) {
                paint(around, rgb, pixel);
            }
        }
        int from = 0;
        for (int[] pass : (flags & INTERLACED) != 0 ? PASSES : ONE_PASS) {
            for (int y = pass[0]; y < rows; y += pass[1]) {
                int to = (top + y) * width + left;
                for (int x = 0; x < columns; x++) {
                    paint(pixels[from++], rgb, to + x);
                }
            }
        }
        return new Image(width, height, rgb);
    }

    private void paint(int index, byte[] rgb, int pixel) {
        System.arraycopy(palette, 3 * (index & 0xff), rgb, 3 * pixel, 3);
    }
}
