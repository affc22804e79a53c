package io.resnet4j.image;

import io.resnet4j.image.JpegScan.Part;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/** Reads the blocks of a sequential scan (T.81, F.2), each whole at once: the inner loop of decoding a photo. */
final class JpegSequential implements JpegScan.Reader {
    private static final int SIZE = JpegZigzag.SIZE;

    private final JpegBits bits;
    private final int[][]
            places; // by component and the number of a coefficient in the file: how far into a block it goes
    private final int[] predictions; // by component: the last DC coefficient
    private final JpegBlocks target;
    private final String name;

    /** A reader of one scan of an image of so many components. */
    JpegSequential(JpegBits bits, int components, JpegBlocks target, String name) {
        this.bits = bits;
        places = new int[components][SIZE + JpegHuffman.LONGEST_STEP + JpegHuffman.END_OF_BLOCK];
        int[] order = JpegZigzag.order();
        for (int i = 0; i < components; i++) {
            int blocks = target.blocks(i);
            Arrays.fill(places[i], SIZE * blocks); // a step behind the last coefficient leads into no block
            for (int k = 0; k < SIZE; k++) {
                places[i][k] = order[k] * blocks;
            }
        }
        predictions = new int[components];
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

    private void read(Part part, int[] lines, int start) throws ImageException {
        readDc(part, lines, start);
        int[] place = places[part.index()];
        int next = readShort(part.ac().coefficients(), place, lines, start, 1);
        while (next < SIZE) {
            next = readLong(part.ac(), place, lines, start, next);
            if (next < SIZE) {
                next = readShort(part.ac().coefficients(), place, lines, start, next);
            }
        }
        if (next > SIZE && next < JpegHuffman.END_OF_BLOCK) {
            throw JpegFile.damaged(name, "a block of more than 64 coefficients");
        }
    }

    private void readDc(Part part, int[] lines, int start) throws ImageException {
        long window = bits.window(bits.position);
        int found = part.dc().symbol(window);
        if (found == 0) {
            throw JpegFile.badCode(name);
        }
        int codeBits = found >> 8;
        int size = found & 0xff;
        predictions[part.index()] += number(window << codeBits, size);
        lines[start] = predictions[part.index()];
        bits.position += codeBits + size;
    }

    /**
     * Reads coefficients, mostly two at a look-up, until the block ends or there is a code that is too long for the table.
     *
     * <p>Two look-ups follow each reading of a window, as waiting for one takes most of the time. Both are written out: the
     * method is then longer than what the JVM inlines (325 bytes), and where it does that, the loop lacks registers.
     *
     * @param next the number of the next coefficient
     * @return the number of the one behind those that were read
     */
    private int readShort(long[] coefficients, int[] place, int[] lines, int start, int next) {
        long position = bits.position;
        int behind = next;
        int behindFirst = next;
        int found = 0;
        do {
            long window = bits.window(position);
            long pair = coefficients[(int) (window >>> (Long.SIZE - JpegHuffman.PEEK))];
            if (pair == 0) {
                break;
            }
            found = (int) pair;
            position += found & 0xff;
            behindFirst = behind + (found >>> 24);
            behind = behindFirst + ((int) (pair >> 32) & 0xff);
            // without a second coefficient both go to the same place
            lines[start + place[behind - 1]] = (int) (pair >> 48);
            lines[start + place[behindFirst - 1]] = number(window << (found >> 8), found >> 16 & 0xff);
            if (behind >= SIZE) {
                break;
            }
            window <<= found;
            pair = coefficients[(int) (window >>> (Long.SIZE - JpegHuffman.PEEK))];
            if (pair == 0) {
                break;
            }
            found = (int) pair;
            position += found & 0xff;
            behindFirst = behind + (found >>> 24);
            behind = behindFirst + ((int) (pair >> 32) & 0xff);
            lines[start + place[behind - 1]] = (int) (pair >> 48);
            lines[start + place[behindFirst - 1]] = number(window << (found >> 8), found >> 16 & 0xff);
        } while (behind < SIZE);
        if (behindFirst >= SIZE) { // then what seemed the second one belongs to another block
            behind = behindFirst;
            position += (found >> 8 & 0xff) + (found >> 16 & 0xff) - (found & 0xff);
        }
        bits.position = position;
        return behind;
    }

    /** Reads a coefficient whose code is of any length. */
    private int readLong(JpegHuffman table, int[] place, int[] lines, int start, int next) throws ImageException {
        long window = bits.window(bits.position);
        int found = JpegHuffman.coefficient(table.symbol(window));
        if (found == 0) {
            throw JpegFile.badCode(name);
        }
        int behind = next + (found >>> 24);
        lines[start + place[behind - 1]] = number(window << (found >> 8), found >> 16 & 0xff);
        bits.position += found & 0xff;
        return behind;
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
