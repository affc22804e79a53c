package io.resnet4j.image;

import io.resnet4j.image.JpegScan.Part;

/** All coefficients of an image whose components come in several scans, as the file has them: not yet dequantized. */
final class JpegCoefficients implements JpegBlocks {
    static final int SIZE = JpegZigzag.SIZE;

    private final JpegFrame frame;
    private final JpegLines block = new JpegLines(1);
    private final short[][] values; // by component: block after block in rows of the whole MCUs

    /** Room for all blocks of a frame, in which all is zero. */
    JpegCoefficients(JpegFrame frame) {
        this.frame = frame;
        values = new short[frame.components().size()][];
        for (int i = 0; i < values.length; i++) {
            JpegComponent component = frame.components().get(i);
            values[i] = new short[SIZE * component.blocksAcross() * component.blocksDown()];
        }
    }

    /** The coefficients of a component. */
    short[] values(Part part) {
        return values[part.index()];
    }

    /** Where a block's coefficients begin. */
    static int start(JpegComponent component, int x, int y) {
        return SIZE * (y * component.blocksAcross() + x);
    }

    @Override
    public JpegLines begin(int component, int x, int y) {
        block.clear();
        return block;
    }

    @Override
    public int blocks(int component) {
        return block.blocks();
    }

    @Override
    public void end(int component, int x, int y) {
        int start = start(frame.components().get(component), x, y);
        for (int i = 0; i < SIZE; i++) {
            values[component][start + i] = (short) block.values()[i];
        }
    }

    @Override
    public void endRow(int row) {}

    /** Hands all blocks over. */
    void replay(JpegBlocks target) {
        for (int row = 0; row < frame.mcusDown(); row++) {
            for (int i = 0; i < values.length; i++) {
                JpegComponent component = frame.components().get(i);
                for (int y = row * component.down(); y < (row + 1) * component.down(); y++) {
                    for (int x = 0; x < component.blocksAcross(); x++) {
                        copy(values[i], start(component, x, y), target.begin(i, x, y));
                        target.end(i, x, y);
                    }
                }
            }
            target.endRow(row);
        }
    }

    private static void copy(short[] values, int start, JpegLines lines) {
        for (int i = 0; i < SIZE; i++) {
            lines.values()[lines.start() + i * lines.blocks()] = values[start + i];
        }
    }
}
