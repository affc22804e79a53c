package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import io.resnet4j.image.JpegScan.Part;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/** Reads the blocks of a sequential scan (T.81, F.2), each whole at once: the inner loop of decoding a photo. */
final class JpegSequential implements JpegScan.Reader {
    private static final int SIZE = JpegZigzag.SIZE;

    /**
     * Where a coefficient goes. A step behind the last one, of an end of block or of damage, leads to a place of its own
     * so that the loop need not ask.
     */
    private static final int[] ROWS = new int[SIZE + JpegHuffman.END_OF_BLOCK];

    private static final int[] COLUMNS = new int[ROWS.length];

    static {
        int[] order = JpegZigzag.order();
        Arrays.fill(ROWS, BLOCK);
        for (int i = 0; i < SIZE; i++) {
            ROWS[i] = order[i] / BLOCK;
            COLUMNS[i] = order[i] % BLOCK;
        }
    }

    private final JpegBits bits;
    private final int[][] factors; // by component: what multiplies each coefficient in the file's order, then zeros
    private final int[] predictions; // by component: the last DC coefficient
    private final JpegBlocks target;
    private final String name;

    /**
     * A reader of one scan.
     *
     * @param factors by component, 64 numbers in the file's order that multiply the coefficients
     */
    JpegSequential(JpegBits bits, int[][] factors, JpegBlocks target, String name) {
        this.bits = bits;
        this.factors = new int[factors.length][];
        for (int i = 0; i < factors.length; i++) {
            this.factors[i] = Arrays.copyOf(factors[i], ROWS.length);
        }
        predictions = new int[factors.length];
        this.target = target;
        this.name = name;
    }

    @Override
    public void block(Part part, int x, int y) throws ImageException {
        JpegLines lines = target.begin(part.index(), x, y);
        readDc(part, lines);
        readAc(part, lines.values(), lines.start());
        if (bits.overrun()) {
            throw JpegFile.endsEarly(name);
        }
        target.end(part.index(), x, y);
    }

    private void readDc(Part part, JpegLines lines) throws ImageException {
        int size = bits.symbol(part.dc());
        if (size < 0) {
            throw JpegFile.badCode(name);
        }
        if (size > 0) {
            predictions[part.index()] += JpegHuffman.extend(bits.read(size), size);
        }
        lines.values()[0][lines.start()] = (short) (predictions[part.index()] * factors[part.index()][0]);
    }

    private void readAc(Part part, int[][] lines, int start) throws ImageException {
        JpegHuffman table = part.ac();
        int[] coefficients = table.coefficients();
        int[] factor = factors[part.index()];
        long window = bits.window;
        int held = bits.held;
        int position = bits.position;
        int next = 1;
        while (next < SIZE) {
            if (held < Integer.SIZE) {
                window |= bits.next(position) << (Integer.SIZE - held);
                position += Integer.BYTES;
                held += Integer.SIZE;
            }
            int found = coefficients[(int) (window >>> (Long.SIZE - JpegHuffman.PEEK))];
            int used;
            int value;
            if (found != 0) {
                used = found & 0xff;
                next += found >> 8 & 0xff;
                value = found >> 16;
            } else {
                int symbol = table.symbol(window);
                if (symbol == 0) {
                    throw JpegFile.badCode(name);
                }
                int size = symbol & 15;
                int zeros = symbol >> 4 & 15;
                used = symbol >> 8;
                next += size > 0 ? zeros + 1 : zeros == 15 ? 16 : JpegHuffman.END_OF_BLOCK;
                value = size > 0 ? JpegHuffman.extend((int) (window << used >>> (Long.SIZE - size)), size) : 0;
                used += size;
            }
            window <<= used;
            held -= used;
            lines[ROWS[next - 1]][start + COLUMNS[next - 1]] = (short) (value * factor[next - 1]);
        }
        bits.window = window;
        bits.held = held;
        bits.position = position;
        if (next > SIZE && next < JpegHuffman.END_OF_BLOCK) {
            throw new ImageException(name, "damaged JPEG: a block of more than 64 coefficients");
        }
    }

    @Override
    public void restart() throws ImageException {
        if (!bits.restart()) {
            throw JpegFile.endsEarly(name);
        }
        Arrays.fill(predictions, 0);
    }

    @Override
    public void endRow(int row) {
        target.endRow(row);
    }
}
