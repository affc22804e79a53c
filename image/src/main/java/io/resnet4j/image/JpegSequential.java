package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import io.resnet4j.image.JpegScan.Part;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/** Reads the blocks of a sequential scan (T.81, F.2), each whole at once: the inner loop of decoding a photo. */
final class JpegSequential implements JpegScan.Reader {
    private static final int SIZE = JpegZigzag.SIZE;

    /** A place in no block: where a step behind the last coefficient leads, so that the loop need not ask. */
    private static final int NOWHERE = BLOCK << 3;

    private final JpegBits bits;
    private final int[][]
            places; // by component and the coefficient's number in the file: factor << 8 | row << 3 | column
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
        places = new int[factors.length][SIZE + JpegHuffman.END_OF_BLOCK];
        int[] order = JpegZigzag.order();
        for (int i = 0; i < factors.length; i++) {
            Arrays.fill(places[i], NOWHERE);
            for (int k = 0; k < SIZE; k++) {
                places[i][k] = factors[i][k] << 8 | order[k];
            }
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
        lines.values()[0][lines.start()] = (short) (predictions[part.index()] * (places[part.index()][0] >> 8));
    }

    private void readAc(Part part, int[][] lines, int start) throws ImageException {
        JpegHuffman table = part.ac();
        int[] coefficients = table.coefficients();
        int[] place = places[part.index()];
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
            int to = place[next - 1];
            lines[to >> 3 & 15][start + (to & 7)] = (short) (value * (to >> 8));
        }
        bits.window = window;
        bits.held = held;
        bits.position = position;
        if (next > SIZE && next < JpegHuffman.END_OF_BLOCK) {
            throw JpegFile.damaged(name, "a block of more than 64 coefficients");
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
