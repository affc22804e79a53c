package io.resnet4j.image;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A PNG file, made of {@link PngChunks}: IHDR says what the pixels are, PLTE holds a palette, the joined data of the IDATs
 * is one zlib stream of filtered rows (see {@link PngRows}), IEND ends the file. Transparency (tRNS), gamma and all else is
 * of no concern: Pillow drops it.
 */
final class Png {
    private static final int HEADER = 13;
    /** The best that deflate can do: 258 bytes from two bits. */
    private static final long DEFLATE_LIMIT = 1032;

    /**
     * The pixels of an image that are sent together, as a smaller image: every {@code dx}th of every {@code dy}th row.
     *
     * @param x the column of the first one
     * @param y the row of the first one
     */
    private record Pass(int x, int y, int dx, int dy) {
        /** How many pixels it has of each of its rows. */
        int count(int width) {
            return width <= x ? 0 : (width - x + dx - 1) / dx;
        }

        /** How many rows it has. */
        int rows(int height) {
            return height <= y ? 0 : (height - y + dy - 1) / dy;
        }
    }

    private static final List<Pass> ADAM7 = List.of(
            new Pass(0, 0, 8, 8),
            new Pass(4, 0, 8, 8),
            new Pass(0, 4, 4, 8),
            new Pass(2, 0, 4, 4),
            new Pass(0, 2, 2, 4),
            new Pass(1, 0, 2, 2),
            new Pass(0, 1, 1, 2));

    private static final List<Pass> ONE_PASS = List.of(new Pass(0, 0, 1, 1));

    private final PngChunks chunks;
    private final String name;
    private final PixelLimit limit;
    private final List<ByteBuffer> data = new ArrayList<>();
    private PngPixels pixels;
    private byte[] palette;
    private int width;
    private int height;
    private List<Pass> passes;

    Png(byte[] file, String name, PixelLimit limit) {
        chunks = new PngChunks(file, name);
        this.name = name;
        this.limit = limit;
    }

    /** Reads the chunks, then the rows. */
    Image decode() throws ImageException {
        readHeader();
        while (chunks.next()) {
            readChunk();
        }
        if (pixels.needsPalette() && palette == null) {
            throw damaged("the palette is missing");
        }
        long bytes = requireData();
        byte[] rgb = new byte[3 * width * height];
        try (PngRows rows = new PngRows(data, bytes, name)) {
            for (Pass pass : passes) {
                readPass(rows, pass, rgb);
            }
        }
        return new Image(width, height, rgb);
    }

    /**
     * How many bytes the rows have. Fails where the IDATs are too short for them, however well packed: memory is not for
     * whoever claims pixels.
     */
    private long requireData() throws ImageException {
        long packed = data.stream().mapToLong(ByteBuffer::remaining).sum();
        long needed = 0;
        for (Pass pass : passes) {
            int count = pass.count(width);
            if (count > 0) {
                needed += (long) pass.rows(height) * (1 + pixels.rowBytes(count)); // 1 for the filter
            }
        }
        if (needed > packed * DEFLATE_LIMIT) {
            throw new ImageException(
                    name,
                    "truncated: %d bytes of IDAT cannot unpack to the %d of its %d x %d pixels"
                            .formatted(packed, needed, width, height));
        }
        return needed;
    }

    private void readHeader() throws ImageException {
        if (!chunks.next() || !chunks.kind().equals("IHDR")) {
            throw damaged("%s instead of IHDR at its beginning".formatted(chunks.kind()));
        }
        ByteBuffer header = chunks.content();
        if (header.remaining() != HEADER) {
            throw damaged("a header of %d bytes instead of %d".formatted(header.remaining(), HEADER));
        }
        width = header.getInt();
        height = header.getInt();
        limit.check(width, height, name);
        int depth = header.get();
        int colour = header.get();
        pixels = PngPixels.of(depth, colour);
        int compression = header.get();
        int filter = header.get();
        int interlace = header.get();
        if (pixels == null || compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
            throw damaged("PNG knows no depth %d, colour %d, compression %d, filter %d, interlace %d together"
                    .formatted(depth, colour, compression, filter, interlace));
        }
        passes = interlace == 0 ? ONE_PASS : ADAM7;
    }

    private void readChunk() throws ImageException {
        switch (chunks.place()) {
            case BEFORE -> readHead();
            case PIXELS -> data.add(chunks.content());
            default -> {} // a palette comes too late here, and a header says nothing, in Pillow too
        }
    }

    private void readHead() throws ImageException {
        if (chunks.kind().equals("IHDR")) {
            throw damaged("a second header");
        } else if (chunks.kind().equals("PLTE")) {
            ByteBuffer content = chunks.content();
            if (content.remaining() % 3 != 0 || content.remaining() > 3 * 256) {
                throw damaged("a palette of %d bytes".formatted(content.remaining()));
            }
            palette = new byte[ColourTable.SIZE]; // an index beyond the palette is black, as in Pillow
            content.get(palette, 0, content.remaining());
        }
    }

    private void readPass(PngRows rows, Pass pass, byte[] rgb) throws ImageException {
        int count = pass.count(width);
        if (count == 0) {
            return; // a pass without pixels has no rows either
        }
        rows.begin(pixels.rowBytes(count), pixels.bytesPerPixel());
        ColourTable table = pixels.table(palette);
        PixelTarget target = new PixelTarget(rgb, 3 * pass.dx());
        for (int y = pass.y(); y < height; y += pass.dy()) {
            byte[] row = rows.next();
            pixels.expand(row, rows.offset(), count, table, target.from(3 * (y * width + pass.x())));
        }
    }

    private ImageException damaged(String problem) {
        return new ImageException(name, "damaged PNG: " + problem);
    }
}
