package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;

import io.resnet4j.image.JpegScan.Part;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/** Reads the blocks of a sequential scan (T.81, F.2), each whole at once: the inner loop of decoding a photo. */
final class JpegSequential implements JpegScan.Reader {
    private static final int SIZE = JpegZigzag.SIZE;

    private final JpegBits bits;
    /** By component and the number of a coefficient in the file: its factor, shifted by 32, and how far into a block it goes. */
    private final long[][] places;

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
        places = new long[factors.length][SIZE + JpegHuffman.END_OF_BLOCK];
        int[] order = JpegZigzag.order();
        for (int i = 0; i < factors.length; i++) {
            int width = target.lineWidth(i);
            Arrays.fill(places[i], BLOCK * width); // a step behind the last coefficient leads into no block
            for (int k = 0; k < SIZE; k++) {
                places[i][k] = (long) factors[i][k] << 32 | order[k] / BLOCK * width + order[k] % BLOCK;
            }
        }
        predictions = new int[factors.length];
        this.target = target;
        this.name = name;
    }

    @Override
    public void block(Part part, int x, int y) throws ImageException {
        JpegLines lines = target.begin(part.index(), x, y);
        read(part, lines.values(), lines.start());
        if (bits.overrun()) {
            throw JpegFile.endsEarly(name);
        }
        target.end(part.index(), x, y);
    }

    /** The bits are kept in variables all the while, and filled up as {@link JpegBits#fill} does. */
    private void read(Part part, int[] lines, int start) throws ImageException {
        JpegHuffman table = part.ac();
        int[] coefficients = table.coefficients();
        long[] place = places[part.index()];
        int position = bits.position;
        int held = bits.held;
        long window = bits.window | bits.eight(position) >>> held;
        position += Long.SIZE - 1 - held >> 3;
        held |= JpegBits.LEAST;
        int code = part.dc().symbol(window);
        if (code == 0) {
            throw JpegFile.badCode(name);
        }
        int difference = number(window << (code >> 8), code & 0xff);
        window <<= (code >> 8) + (code & 0xff);
        held -= (code >> 8) + (code & 0xff);
        predictions[part.index()] += difference;
        lines[start] = (short) (predictions[part.index()] * (int) (place[0] >> 32));
        int next = 1;
        while (next < SIZE) {
            if (held < Integer.SIZE) {
                window |= bits.eight(position) >>> held;
                position += Long.SIZE - 1 - held >> 3;
                held |= JpegBits.LEAST;
            }
            int found = coefficients[(int) (window >>> (Long.SIZE - JpegHuffman.PEEK))];
            if (found == 0) {
                found = JpegHuffman.coefficient(table.symbol(window));
                if (found == 0) {
                    throw JpegFile.badCode(name);
                }
            }
            next += found >> 16 & 0xff;
            int value = number(window << (found >> 8 & 0xff), found >> 24);
            window <<= found & 0xff;
            held -= found & 0xff;
            long to = place[next - 1];
            lines[start + (int) to] = (short) (value * (int) (to >> 32));
        }
        bits.window = window;
        bits.held = held;
        bits.position = position;
        if (next > SIZE && next < JpegHuffman.END_OF_BLOCK) {
            throw JpegFile.damaged(name, "a block of more than 64 coefficients");
        }
    }

    /** The number that the first {@code size} bits of a stream stand for: {@link JpegHuffman#extend} without a branch. */
    private static int number(long stream, int size) {
        int raw = (int) (stream >>> 1 >>> (Long.SIZE - 1 - size));
        int negative = ~(int) (stream >> (Long.SIZE - 1));
        return raw - (negative & (1 << size) - 1);
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
