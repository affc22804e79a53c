package io.resnet4j.image;

import io.resnet4j.image.JpegScan.Part;

/** All coefficients of an image whose components come in several scans, as the file has them: not yet dequantized. */
final class JpegCoefficients implements JpegBlocks {
    static final int SIZE = JpegZigzag.SIZE;

    private final JpegFrame frame;
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
    public void block(int component, int x, int y, int[] block, int last) {
        int start = start(frame.components().get(component), x, y);
        for (int i = 0; i < SIZE; i++) {
            values[component][start + i] = (short) block[i];
        }
    }

    @Override
    public void endRow(int row) {}

    /**
     * Hands all blocks over, dequantized.
     *
     * @param factors by component, 64 numbers in the file's order
     */
    void replay(int[][] factors, JpegBlocks target) {
        int[] order = JpegZigzag.order();
        int[][] tables = new int[factors.length][SIZE];
        for (int i = 0; i < tables.length; i++) {
            for (int k = 0; k < SIZE; k++) {
                tables[i][order[k]] = factors[i][k];
            }
        }
        int[] block = new int[SIZE];
        for (int row = 0; row < frame.mcusDown(); row++) {
            for (int i = 0; i < tables.length; i++) {
                JpegComponent component = frame.components().get(i);
                for (int y = row * component.down(); y < (row + 1) * component.down(); y++) {
                    for (int x = 0; x < component.blocksAcross(); x++) {
                        int last = dequantize(values[i], start(component, x, y), tables[i], block);
                        target.block(i, x, y, block, last);
                    }
                }
            }
            target.endRow(row);
        }
    }

    /** Returns 0 when all but the first are zero, else the last position: nobody needs to know it more exactly. */
    private static int dequantize(short[] values, int start, int[] table, int[] block) {
        int any = 0;
        for (int i = SIZE - 1; i > 0; i--) {
            any |= values[start + i];
            block[i] = (short) (values[start + i] * table[i]);
        }
        block[0] = (short) (values[start] * table[0]);
        return any == 0 ? 0 : SIZE - 1;
    }
}
