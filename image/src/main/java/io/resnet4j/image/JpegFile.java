package io.resnet4j.image;

import io.resnet4j.image.JpegScan.Part;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder.Cut;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.ImagePart;
import io.resnet4j.vision.Region;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A JPEG file: markers of 0xFF and a code, most with a segment behind them, whose length (u16 big-endian) counts itself;
 * entropy-coded data follows a scan's header (T.81, annex B). Sequential and progressive images of 8 bits are read, of one
 * component (grey), three or four (in a TIFF also two), with any subsampling.
 *
 * <p>The pixels are those of libjpeg-turbo, bit for bit. What it would only warn of, as it fills up with grey or goes on
 * with noise, is an error here; bytes between segments that belong to none are skipped, as cameras write such.
 */
final class JpegFile {
    /** Encoders write some ten; each may cost a pass over the whole image for a few bytes of the file. */
    private static final int MAX_SCANS = 100;

    /** Several threads may decode at a time, and what is left must hold the pixels. */
    private static final int HEAP_SHARE = 4;

    private static final int SIZE = JpegZigzag.SIZE;
    private static final int MAX_BLOCKS_IN_MCU = 10;

    private final byte[] file;
    private final String name;
    private final PixelLimit limit;
    private final Cut cut;
    private final JpegBits bits;
    private final JpegTables tables;
    private final JpegRoom room;
    private int position = 2; // behind SOI
    private int restart;
    private boolean jfif;
    private int adobe = -1; // the transform that Adobe's segment names
    private JpegFrame frame;
    private Region region; // the pixels that are wanted
    private JpegProgress progress;
    private int[][] factors; // by component: the quantization table in force at its first scan
    private JpegCoefficients coefficients; // of an image in several scans
    private JpegPicture picture;
    private int scans;

    private JpegFile(byte[] file, String name, PixelLimit limit, Cut cut, JpegTables tables, JpegRoom room) {
        this.file = file;
        this.name = name;
        this.limit = limit;
        this.cut = cut;
        this.tables = tables;
        this.room = room;
        bits = JpegBits.forFile(file.length);
    }

    /** Decodes a part of an image; what lies outside is checked too, but not made into pixels. */
    static ImagePart decode(byte[] file, String name, PixelLimit limit, Cut cut, JpegRoom room) throws ImageException {
        JpegFile jpeg = new JpegFile(file, name, limit, cut, new JpegTables(name), room);
        byte[] rgb = jpeg.decode((frame, order, left) -> {
            Region region = jpeg.region;
            return new JpegRgb(jpeg.colours(), order, left, region.width(), region.height());
        });
        Region region = jpeg.region;
        Image pixels = new Image(region.width(), region.height(), rgb);
        return new ImagePart(pixels, region, jpeg.frame.width(), jpeg.frame.height());
    }

    /**
     * Decodes an abbreviated file (T.81, B.4), one without the tables that are known already; those that it has are added to
     * them. What its components mean is for the output to know.
     */
    static byte[] decode(
            byte[] file, String name, PixelLimit limit, JpegTables tables, JpegRoom room, JpegOutput.Opener opener)
            throws ImageException {
        JpegFile jpeg = new JpegFile(file, name, limit, Region::whole, tables, room);
        jpeg.requireStart();
        return jpeg.decode(opener);
    }

    /** Reads a file of tables alone (T.81, B.5). */
    static JpegTables tables(byte[] file, String name, PixelLimit limit) throws ImageException {
        JpegTables tables = new JpegTables(name);
        JpegFile jpeg = new JpegFile(file, name, limit, Region::whole, tables, new JpegRoom());
        jpeg.requireStart();
        jpeg.readSegments((frame, order, left) -> jpeg.refuseImage());
        if (jpeg.frame != null) {
            jpeg.refuseImage();
        }
        return tables;
    }

    private JpegOutput refuseImage() throws ImageException {
        throw damaged("an image where tables belong");
    }

    private void requireStart() throws ImageException {
        if (u16(0) != (0xff00 | JpegMarker.SOI)) {
            throw damaged("it does not begin with SOI");
        }
    }

    private byte[] decode(JpegOutput.Opener opener) throws ImageException {
        readSegments(opener);
        if (scans == 0) {
            throw damaged("it holds no image");
        }
        if (coefficients != null) {
            requireWhole();
            picture = room.begin(frame, region, factors, opener);
            coefficients.replay(picture);
        }
        return picture.bytes();
    }

    private void readSegments(JpegOutput.Opener opener) throws ImageException {
        for (int code = marker(); code != JpegMarker.EOI; code = marker()) {
            if (JpegMarker.isSegment(code)) {
                segment(code, opener);
            } else if (!JpegMarker.isRestart(code)) {
                throw damaged("marker %02x at byte %d has no business there".formatted(code, position - 2));
            }
        }
    }

    private JpegColours colours() throws ImageException {
        if (frame.components().size() == 2) {
            throw JpegFrame.unreadable(2, 8, name);
        }
        return JpegColours.of(frame.components(), jfif, adobe);
    }

    /** The code of the next marker, behind which the position then stands. */
    private int marker() throws ImageException {
        while (true) {
            while (u8(position) != 0xff) {
                position++;
            }
            while (u8(position) == 0xff) {
                position++; // a marker may be preceded by any number of 0xFF
            }
            int code = u8(position++);
            if (code != 0) {
                return code;
            }
        }
    }

    private void segment(int code, JpegOutput.Opener opener) throws ImageException {
        int length = u16(position);
        int start = position + 2;
        int end = position + length;
        if (length < 2 || end > file.length) {
            throw truncated();
        }
        position = end;
        switch (code) {
            case JpegMarker.APP0_JFIF -> jfif |= startsWith("JFIF\0", start, end, 14);
            case JpegMarker.APP14_ADOBE -> {
                if (startsWith("Adobe", start, end, 12)) {
                    adobe = u8(start + 11);
                }
            }
            case JpegMarker.DQT -> tables.addQuantization(file, start, end);
            case JpegMarker.DHT -> tables.addHuffman(file, start, end);
            case JpegMarker.DRI -> restart = restartInterval(start, end);
            case JpegMarker.SOS -> scan(start, end, opener);
            default -> {
                if (JpegMarker.isFrame(code)) {
                    frame(code, start, end);
                }
            }
        }
    }

    private boolean startsWith(String text, int start, int end, int least) throws ImageException {
        boolean equal = end - start >= least;
        for (int i = 0; equal && i < text.length(); i++) {
            equal = u8(start + i) == text.charAt(i);
        }
        return equal;
    }

    private int restartInterval(int start, int end) throws ImageException {
        if (end - start != 2) {
            throw damaged("a restart interval of %d bytes".formatted(end - start));
        }
        return u16(start);
    }

    private void frame(int code, int start, int end) throws ImageException {
        if (frame != null) {
            throw damaged("a second frame header");
        }
        frame = JpegFrame.read(code, ByteBuffer.wrap(file, start, end - start).slice(), name);
        limit.check(frame.width(), frame.height(), name);
        // A block has at least a bit of a DC coefficient: memory is not for whoever claims pixels.
        if (frame.blocks() > 8L * file.length) {
            throw new ImageException(
                    name,
                    "truncated: %d bytes cannot hold the %d blocks of %d x %d pixels"
                            .formatted(file.length, frame.blocks(), frame.width(), frame.height()));
        }
        region = cut.of(frame.width(), frame.height()).requireInside(frame.width(), frame.height());
        factors = new int[frame.components().size()][];
        progress = new JpegProgress(factors.length);
    }

    private void scan(int start, int end, JpegOutput.Opener opener) throws ImageException {
        if (frame == null) {
            throw damaged("a scan before the frame header");
        }
        if (++scans > MAX_SCANS) {
            throw new ImageException(name, "a JPEG of more than %d scans; save it anew".formatted(MAX_SCANS));
        }
        if (scans == 1 && !frame.progressive()) {
            tables.completeHuffman();
        }
        JpegScan scan = scanHeader(start, end);
        boolean all = scan.parts().size() == frame.components().size();
        if (picture != null || coefficients != null && all && !frame.progressive()) {
            throw damaged("a second scan of all components, or one behind it");
        }
        position = bits.load(file, position);
        if (frame.progressive()) {
            String problem = progress.add(scan);
            if (!problem.isEmpty()) {
                throw damaged(problem);
            }
            scan.read(
                    frame,
                    new JpegProgressive(
                            bits, scan, coefficients(), frame.components().size(), name));
        } else if (all) {
            picture = room.begin(frame, region, factors, opener);
            scan.read(frame, new JpegSequential(bits, factors.length, picture, name));
        } else {
            scan.read(frame, new JpegSequential(bits, factors.length, coefficients(), name));
        }
    }

    private JpegCoefficients coefficients() throws ImageException {
        if (coefficients == null) {
            long bytes = (long) Short.BYTES * SIZE * frame.blocks();
            if (bytes > Runtime.getRuntime().maxMemory() / HEAP_SHARE) {
                throw new ImageException(
                        name,
                        "a JPEG in several scans whose coefficients take %d MB, more than a quarter of the heap (java -Xmx)"
                                .formatted(bytes >> 20));
            }
            coefficients = new JpegCoefficients(frame);
        }
        return coefficients;
    }

    /** SOS: [count, then for each component: id, tables for DC and AC in 4 bits; from, to, before and left in 4 bits]. */
    private JpegScan scanHeader(int start, int end) throws ImageException {
        int count = end > start ? u8(start) : 0;
        if (count < 1 || count > frame.components().size() || end - start != 4 + 2 * count) {
            throw damaged("a scan header of %d bytes for %d components".formatted(end - start, count));
        }
        int tail = end - 3;
        boolean progressive = frame.progressive();
        // A sequential scan holds all of a block, whatever its header says.
        int from = progressive ? u8(tail) : 0;
        int to = progressive ? u8(tail + 1) : SIZE - 1;
        int before = progressive ? u8(tail + 2) >> 4 : 0;
        int left = progressive ? u8(tail + 2) & 15 : 0;
        boolean needsDc = from == 0 && before == 0;
        boolean needsAc = to > 0;
        List<Part> parts = new ArrayList<>();
        int blocks = 0;
        for (int at = start + 1; at < tail; at += 2) {
            int index = component(u8(at), parts);
            JpegComponent component = frame.components().get(index);
            JpegHuffman dcTable = needsDc ? tables.dc(u8(at + 1) >> 4) : null;
            JpegHuffman acTable = needsAc ? tables.ac(u8(at + 1) & 15) : null;
            parts.add(new Part(index, component, dcTable, acTable));
            blocks += component.across() * component.down();
            latchFactors(index, component);
        }
        if (count > 1 && blocks > MAX_BLOCKS_IN_MCU) {
            throw damaged("%d blocks in an MCU, of which there may be %d".formatted(blocks, MAX_BLOCKS_IN_MCU));
        }
        return new JpegScan(List.copyOf(parts), from, to, before, left, restart);
    }

    private int component(int id, List<Part> known) throws ImageException {
        int first = known.isEmpty() ? 0 : known.get(known.size() - 1).index() + 1;
        for (int i = first; i < frame.components().size(); i++) {
            if (frame.components().get(i).id() == id) {
                return i;
            }
        }
        throw damaged("a scan of component %d, which is not there, twice or out of order".formatted(id));
    }

    private void latchFactors(int index, JpegComponent component) throws ImageException {
        if (factors[index] == null) {
            factors[index] = tables.quantization(component.table());
        }
    }

    private void requireWhole() throws ImageException {
        for (int[] table : factors) {
            if (table == null) {
                throw damaged("a component without a scan");
            }
        }
        if (frame.progressive() && !progress.whole()) {
            throw new ImageException(name, "truncated: the last scans of a progressive JPEG are missing");
        }
    }

    private int u8(int at) throws ImageException {
        if (at >= file.length) {
            throw truncated();
        }
        return file[at] & 0xff;
    }

    private int u16(int at) throws ImageException {
        return u8(at) << 8 | u8(at + 1);
    }

    private ImageException truncated() {
        return new ImageException(
                name, "truncated: the JPEG ends after %d bytes without an end marker".formatted(file.length));
    }

    private ImageException damaged(String problem) {
        return damaged(name, problem);
    }

    static ImageException damaged(String name, String problem) {
        return new ImageException(name, "damaged JPEG: " + problem);
    }

    static ImageException endsEarly(String name) {
        return damaged(name, "the data of a scan end before its last block");
    }

    static ImageException badCode(String name) {
        return damaged(name, "bits that are no Huffman code");
    }
}
