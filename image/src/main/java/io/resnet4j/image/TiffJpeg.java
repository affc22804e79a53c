package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.image.TiffDirectory.Tag;
import io.resnet4j.image.TiffDirectory.Values;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/**
 * JPEG, as TIFF's second technical note has it: each strip or tile is a file of its own, whose tables may lie in the tag
 * JPEGTables. The components are samples as they are, whatever the file says of their colours; only YCbCr, which may be
 * subsampled, becomes RGB.
 *
 * <p>A strip or tile that disagrees with the tags is refused, as by libtiff. One that is too small, too: libtiff reads it
 * and leaves the rest as it was.
 */
final class TiffJpeg implements TiffRows {
    private static final int UNKNOWN = 0; // until the first strip or tile says it
    private static final int FACTORS = 1 << 1 | 1 << 2 | 1 << 4; // allowed ones

    private final TiffDirectory directory;
    private final PixelLimit limit;
    private final boolean ycbcr;
    private final int samples;
    private final int width;
    private final JpegTables tables;
    private final JpegRoom room = new JpegRoom();
    private int across = 1; // the sampling factors of the first component
    private int down = 1;
    private Place place;
    private byte[] rows;
    private int position;

    /** Reads the tables; blocks will be so many pixels wide. */
    TiffJpeg(TiffDirectory directory, TiffPixels pixels, int width, PixelLimit limit) throws ImageException {
        if (pixels.depth() != 8) {
            throw directory.damaged("JPEG data of %d-bit samples".formatted(pixels.depth()));
        }
        this.directory = directory;
        this.limit = limit;
        this.width = width;
        ycbcr = TiffFormat.isYcbcr(directory);
        samples = pixels.samplesInRow();
        if (ycbcr) {
            readSampling();
        }
        tables = directory.has(Tag.JPEG_TABLES)
                ? JpegFile.tables(directory.bytes(Tag.JPEG_TABLES), directory.name(), limit)
                : new JpegTables(directory.name());
    }

    private void readSampling() throws ImageException {
        Values factors = directory.values(Tag.YCBCR_SUB_SAMPLING);
        if (factors.count() == 2) {
            across = (int) factors.get(0);
            down = (int) factors.get(1);
        } else if (factors.count() == 0) {
            across = UNKNOWN;
        } else {
            throw directory.damaged("%s has %d values, not two".formatted(Tag.YCBCR_SUB_SAMPLING, factors.count()));
        }
    }

    @Override
    public void begin(byte[] file, Place place) throws ImageException {
        this.place = place;
        byte[] stream = Arrays.copyOfRange(file, place.from(), place.to());
        rows = JpegFile.decode(stream, directory.name(), limit, tables, room, this::open);
        position = 0;
    }

    private JpegOutput open(JpegFrame frame, JpegOrder order, int left) throws ImageException {
        // a last strip as high as the others is an encoder's mistake that costs nothing
        boolean fits = frame.height() == place.rows() || frame.height() > place.rows() && place.last();
        if (frame.width() != width || !fits) {
            throw directory.damaged("a JPEG of %d x %d pixels in a strip or tile of %d x %d"
                    .formatted(frame.width(), frame.height(), width, place.rows()));
        }
        if (frame.components().size() != samples) {
            throw directory.damaged("a JPEG of %d components for %d samples"
                    .formatted(frame.components().size(), samples));
        }
        requireSampling(frame);
        return ycbcr
                ? new JpegRgb(JpegColours.YCC, order, left, frame.width(), frame.height())
                : new JpegSamples(frame, order);
    }

    private void requireSampling(JpegFrame frame) throws ImageException {
        if (across == UNKNOWN) {
            across = frame.across();
            down = frame.down();
        }
        for (JpegComponent component : frame.components()) {
            boolean first = component == frame.components().get(0);
            boolean same = component.across() == (first ? across : 1) && component.down() == (first ? down : 1);
            if (!same || (FACTORS >> component.across() & FACTORS >> component.down() & 1) == 0) {
                throw directory.damaged(
                        "a JPEG with a component sampled %d x %d, where the TIFF has %d x %d, then 1 x 1"
                                .formatted(component.across(), component.down(), across, down));
            }
        }
    }

    @Override
    public void next(byte[] row) {
        System.arraycopy(rows, position, row, 0, row.length);
        position += row.length;
    }
}
