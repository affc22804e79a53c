package io.resnet4j.image;

import io.resnet4j.image.JpegScan.Part;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/**
 * Reads the blocks of a progressive scan (T.81, annex G), which brings some coefficients of every block without their
 * lowest bits, or one more bit of those that an earlier scan brought.
 */
final class JpegProgressive implements JpegScan.Reader {
    private static final int[] PLACES = JpegZigzag.order();

    private final JpegBits bits;
    private final JpegScan scan;
    private final JpegCoefficients coefficients;
    private final String name;
    private final int[] predictions; // by component: the last DC coefficient
    private int emptyBlocks; // for how many blocks from here on the scan brings nothing new: a run of ends of blocks

    JpegProgressive(JpegBits bits, JpegScan scan, JpegCoefficients coefficients, int components, String name) {
        this.bits = bits;
        this.scan = scan;
        this.coefficients = coefficients;
        this.name = name;
        predictions = new int[components];
    }

    @Override
    public void block(Part part, int x, int y) throws ImageException {
        short[] values = coefficients.values(part);
        int start = JpegCoefficients.start(part.component(), x, y);
        boolean first = scan.before() == 0;
        if (scan.from() == 0) {
            if (first) {
                firstDc(part, values, start);
            } else if (bits.read(1) == 1) {
                values[start] |= (short) (1 << scan.left());
            }
        } else if (first) {
            firstAc(part, values, start);
        } else {
            refineAc(part, values, start);
        }
        if (bits.overrun()) {
            throw JpegFile.endsEarly(name);
        }
    }

    private void firstDc(Part part, short[] values, int start) throws ImageException {
        int size = symbol(part.dc());
        if (size > 0) {
            predictions[part.index()] += JpegHuffman.extend(bits.read(size), size);
        }
        values[start] = (short) (predictions[part.index()] << scan.left());
    }

    private void firstAc(Part part, short[] values, int start) throws ImageException {
        if (emptyBlocks > 0) {
            emptyBlocks--;
            return;
        }
        for (int k = scan.from(); k <= scan.to(); k++) {
            int symbol = symbol(part.ac());
            int zeros = symbol >> 4;
            int size = symbol & 15;
            if (size > 0) {
                k = place(k + zeros);
                values[start + PLACES[k]] = (short) (JpegHuffman.extend(bits.read(size), size) << scan.left());
            } else if (zeros == 15) {
                k += 15;
            } else {
                emptyBlocks = run(zeros) - 1;
                return;
            }
        }
    }

    /** How many blocks end here, this one included. */
    private int run(int size) {
        return (1 << size) + bits.read(size);
    }

    private void refineAc(Part part, short[] values, int start) throws ImageException {
        int k = scan.from();
        while (emptyBlocks == 0 && k <= scan.to()) {
            int symbol = symbol(part.ac());
            int zeros = symbol >> 4;
            int value = 0;
            if ((symbol & 15) > 1) {
                throw JpegFile.damaged(name, "a refinement of more than one bit");
            } else if ((symbol & 15) == 1) {
                value = bits.read(1) == 1 ? 1 << scan.left() : -1 << scan.left();
            } else if (zeros < 15) {
                emptyBlocks = run(zeros);
                break;
            }
            k = refineUntil(values, start, k, zeros);
            if (value != 0) {
                values[start + PLACES[place(k)]] = (short) value;
            }
            k++;
        }
        if (emptyBlocks > 0) {
            refineUntil(values, start, k, Integer.MAX_VALUE);
            emptyBlocks--;
        }
    }

    /** Refines what is not zero from a position on, up to the zero that follows so many of them; returns its position. */
    private int refineUntil(short[] values, int start, int from, int zeros) throws ImageException {
        int k = from;
        for (; k <= scan.to(); k++) {
            int at = start + PLACES[k];
            if (values[at] == 0) {
                if (zeros-- == 0) {
                    return k;
                }
            } else {
                refine(values, at);
            }
        }
        return k;
    }

    /** A bit that is there already is not added again, as libjpeg has it. */
    private void refine(short[] values, int at) {
        int bit = 1 << scan.left();
        if (bits.read(1) == 1 && (values[at] & bit) == 0) {
            values[at] += (short) (values[at] > 0 ? bit : -bit);
        }
    }

    private int symbol(JpegHuffman table) throws ImageException {
        int symbol = bits.symbol(table);
        if (symbol < 0) {
            throw JpegFile.badCode(name);
        }
        return symbol;
    }

    private int place(int k) throws ImageException {
        if (k > scan.to()) {
            throw JpegFile.damaged(name, "a coefficient behind the last one of its scan");
        }
        return k;
    }

    @Override
    public void restart() throws ImageException {
        if (!bits.restart()) {
            throw JpegFile.endsEarly(name);
        }
        Arrays.fill(predictions, 0);
        emptyBlocks = 0;
    }

    @Override
    public void endRow(int row) {}
}
