package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Region;
import java.util.Arrays;

/**
 * Makes rows of samples of blocks that come in rows of MCUs: transforms them, and brings the components to one size. What
 * lies outside the region that is asked for is skipped where it can be.
 */
final class JpegPicture implements JpegBlocks {
    private final JpegFrame frame;
    private final Region region;
    private final int[][] factors;
    private final int firstMcu; // of the columns that are transformed
    private final int firstRow; // of the rows of MCUs that are transformed
    private final int endRow;
    private final JpegLines[][] lines; // by component and by row within an MCU
    private final int[] firstBlocks; // by component: of the columns that are transformed
    private final int[][] columns; // by component and by column of blocks: where the lines have it
    private int row; // of MCUs, which is being read
    private final JpegIdct[] idcts;
    private final JpegRows[] rows;
    private final JpegUpsampling[] upsampling;
    private final int[][] samples; // by component: its part of a row of pixels
    private final JpegOrder order;
    private JpegOutput output;
    private int nextRow;

    /**
     * Room for rows of a region of the image, which go to what is opened for them.
     *
     * @param factors by component, 64 numbers in the file's order that multiply the coefficients
     */
    JpegPicture(JpegFrame frame, Region region, int[][] factors, JpegOutput.Opener opener) throws ImageException {
        this.frame = frame;
        this.region = region;
        this.factors = factors.clone();
        int mcuWidth = BLOCK * frame.across();
        int mcuHeight = BLOCK * frame.down();
        // One more sample of the coarsest component on each side, as it reaches into the pixels.
        firstMcu = Math.max(region.left() - frame.across(), 0) / mcuWidth;
        int endMcu = Math.min((region.right() + frame.across() - 1) / mcuWidth + 1, frame.mcusAcross());
        firstRow = Math.max(region.top() - frame.down(), 0) / mcuHeight;
        endRow = Math.min((region.bottom() + frame.down() - 1) / mcuHeight + 1, frame.mcusDown());
        order = frame.order(endMcu - firstMcu);
        begin(opener);
        int count = frame.components().size();
        lines = new JpegLines[count][];
        firstBlocks = new int[count];
        columns = new int[count][];
        idcts = new JpegIdct[count];
        rows = new JpegRows[count];
        upsampling = new JpegUpsampling[count];
        samples = new int[count][];
        for (int i = 0; i < count; i++) {
            JpegComponent component = frame.components().get(i);
            JpegOrder blocks = new JpegOrder(order.mcus(), component.across(), false);
            boolean whole = component.across() == frame.across();
            firstBlocks[i] = firstMcu * component.across();
            columns[i] = blocks.places(0, blocks.length());
            lines[i] = new JpegLines[component.down()];
            Arrays.setAll(lines[i], y -> new JpegLines(blocks.length()));
            idcts[i] = new JpegIdct(blocks.length(), factors[i]);
            rows[i] = new JpegRows(
                    component.down(), whole ? order : new JpegOrder(order.mcus(), BLOCK * component.across(), false));
            upsampling[i] = new JpegUpsampling(frame, component, rows[i], firstBlocks[i] * BLOCK, order);
        }
    }

    /** Whether it could be used for another image. */
    boolean suits(JpegFrame frame, Region region, int[][] factors) {
        return this.frame.equals(frame) && this.region.equals(region) && Arrays.deepEquals(this.factors, factors);
    }

    /** Begins an image, also behind another one that was read to its end. */
    void begin(JpegOutput.Opener opener) throws ImageException {
        output = opener.open(frame, order, region.left() - firstMcu * BLOCK * frame.across());
        row = 0;
        nextRow = region.top();
    }

    @Override
    public JpegLines begin(int component, int x, int y) {
        JpegLines[] ofComponent = lines[component];
        int column = x - firstBlocks[component];
        int[] ofColumns = columns[component];
        JpegLines line = ofComponent[y - row * ofComponent.length];
        return column >= 0 && column < ofColumns.length ? line.at(ofColumns[column]) : line.atUnwanted();
    }

    @Override
    public int blocks(int component) {
        return lines[component][0].blocks();
    }

    @Override
    public void end(int component, int x, int y) {}

    /** Transforms the blocks, and hands over the rows of pixels for which everything is there. */
    @Override
    public void endRow(int last) {
        boolean wanted = last >= firstRow && last < endRow;
        for (int i = 0; i < rows.length; i++) {
            for (int y = 0; y < lines[i].length; y++) {
                JpegLines line = lines[i][y];
                if (wanted) {
                    idcts[i].transform(line, rows[i], (last * lines[i].length + y) * BLOCK);
                } else {
                    line.clear();
                }
            }
        }
        row = last + 1;
        writeRows(last);
    }

    private void writeRows(int last) {
        int end = region.bottom();
        for (int i = 0; i < rows.length; i++) {
            end = Math.min(
                    end,
                    upsampling[i].ready((last + 1) * frame.components().get(i).down() * BLOCK));
        }
        while (nextRow < end) {
            writeRow(nextRow++);
        }
    }

    private void writeRow(int y) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = upsampling[i].row(y);
        }
        output.row(y - region.top(), samples);
    }

    /** The region, when all rows have been read; it is not kept. */
    byte[] bytes() {
        byte[] bytes = output.bytes();
        output = null;
        return bytes;
    }
}
