package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import io.resnet4j.vision.Image;
import io.resnet4j.vision.Region;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Makes pixels of blocks that come in rows of MCUs: transforms them, brings the components to one size, converts their
 * colours. What lies outside the region that is asked for is skipped where it can be.
 */
final class JpegPicture implements JpegBlocks {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final JpegFrame frame;
    private final JpegColours colours;
    private final Region region;
    private final int firstMcu; // of the columns that are transformed
    private final int endMcu;
    private final int firstRow; // of the rows of MCUs that are transformed
    private final int endRow;
    private final JpegLines[][] lines; // by component and by row within an MCU
    private final int[] firstBlocks; // by component: of the columns that are transformed
    private final int[] blocks; // by component: how many columns that are
    private int row; // of MCUs, which is being read
    private final JpegIdct[] idcts;
    private final JpegRows[] rows;
    private final JpegUpsampling[] upsampling;
    private final boolean split;
    private final int[] pixels;
    private final int[][] inputs;
    private final byte[] rgb;
    private int nextRow;

    /** Room for a region of the image. */
    JpegPicture(JpegFrame frame, JpegColours colours, Region region) {
        this.frame = frame;
        this.colours = colours;
        this.region = region;
        int mcuWidth = BLOCK * frame.across();
        int mcuHeight = BLOCK * frame.down();
        // One more sample of the coarsest component on each side, as it reaches into the pixels.
        firstMcu = Math.max(region.left() - frame.across(), 0) / mcuWidth;
        endMcu = Math.min((region.right() + frame.across() - 1) / mcuWidth + 1, frame.mcusAcross());
        firstRow = Math.max(region.top() - frame.down(), 0) / mcuHeight;
        endRow = Math.min((region.bottom() + frame.down() - 1) / mcuHeight + 1, frame.mcusDown());
        split = frame.across() % 2 == 0;
        pixels = new int[(endMcu - firstMcu) * mcuWidth];
        int count = frame.components().size();
        lines = new JpegLines[count][];
        firstBlocks = new int[count];
        blocks = new int[count];
        idcts = new JpegIdct[count];
        rows = new JpegRows[count];
        upsampling = new JpegUpsampling[count];
        inputs = new int[count][];
        for (int i = 0; i < count; i++) {
            JpegComponent component = frame.components().get(i);
            boolean whole = component.across() == frame.across();
            int first = firstMcu * component.across() * BLOCK;
            int end = endMcu * component.across() * BLOCK;
            int columns = (end - first) / BLOCK;
            firstBlocks[i] = first / BLOCK;
            blocks[i] = columns;
            lines[i] = new JpegLines[component.down()];
            Arrays.setAll(lines[i], y -> new JpegLines(columns));
            idcts[i] = new JpegIdct(columns);
            rows[i] = new JpegRows(component.down(), end - first, split && whole);
            int width = Math.min(end, component.width()) - first;
            upsampling[i] = new JpegUpsampling(frame, component, rows[i], width, pixels.length, split);
        }
        rgb = new byte[3 * region.width() * region.height()];
        nextRow = region.top();
    }

    @Override
    public JpegLines begin(int component, int x, int y) {
        JpegLines[] ofComponent = lines[component];
        int column = x - firstBlocks[component];
        JpegLines line = ofComponent[y - row * ofComponent.length];
        return column >= 0 && column < blocks[component] ? line.at(column) : line.atUnwanted();
    }

    @Override
    public int lineWidth(int component) {
        return lines[component][0].width();
    }

    @Override
    public void end(int component, int x, int y) {}

    /** Transforms the blocks, and writes the rows of pixels for which everything is there. */
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
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = upsampling[i].row(y);
        }
        colours.convert(inputs, pixels);
        scatter(region.left() - firstMcu * BLOCK * frame.across(), 3 * region.width() * (y - region.top()));
    }

    /**
     * Writes packed pixels as three bytes each: as four, of which the next pixel overwrites the last one. After the last
     * pixel there may be nothing to overwrite.
     */
    private void scatter(int start, int at) {
        int half = pixels.length / 2;
        int end = start + region.width() - 1;
        int x = start;
        if (split) {
            if (x % 2 == 1 && x < end) {
                INTS.set(rgb, at, pixels[half + x / 2]);
                x++;
                at += 3;
            }
            for (; x + 1 < end; x += 2, at += 6) {
                INTS.set(rgb, at, pixels[x / 2]);
                INTS.set(rgb, at + 3, pixels[half + x / 2]);
            }
        }
        for (; x < end; x++, at += 3) {
            INTS.set(rgb, at, pixels[place(x)]);
        }
        int pixel = pixels[place(end)];
        rgb[at] = (byte) pixel;
        rgb[at + 1] = (byte) (pixel >> 8);
        rgb[at + 2] = (byte) (pixel >> 16);
    }

    private int place(int x) {
        return split ? x / 2 + (x % 2) * (pixels.length / 2) : x;
    }

    /** The picture, when all rows have been read. */
    Image image() {
        return new Image(region.width(), region.height(), rgb);
    }
}
