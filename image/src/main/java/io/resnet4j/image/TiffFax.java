package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.vision.ImageException;
import java.util.Arrays;

/**
 * The codings of fax machines, of rows of black (1) and white (0) pixels, ITU-T T.4 and T.6. One-dimensional rows are runs
 * of pixels, white first, in the codes of {@link TiffFaxCodes}. Two-dimensional ones say where the colour changes, next
 * to the changes of the row above, in codes of modes: pass, horizontal (two runs), vertical.
 *
 * <p>What does not keep to the codes is refused; libtiff would warn, and paint the rest of such a row white.
 */
final class TiffFax implements TiffRows {
    /** Where rows begin and of what kind they are. */
    enum Coding {
        /** TIFF's 2: one-dimensional rows, each from a whole byte on. */
        ALIGNED,
        /** TIFF's 3 without an option: one-dimensional rows, each behind an end-of-line code. */
        GROUP3,
        /** TIFF's 3 with option 1: behind an end-of-line code, a bit says whether the row is one-dimensional. */
        GROUP3_MIXED,
        /** TIFF's 4: two-dimensional rows, without a gap. */
        GROUP4
    }

    private static final int END_OF_LINE_ZEROS = 11; // at least, then a one

    private final Coding coding;
    private final int width;
    private final String name;
    private byte[] above;
    private byte[] current;
    private byte[] file;
    private long bit;
    private long end;

    TiffFax(Coding coding, int width, String name) {
        this.coding = coding;
        this.width = width;
        this.name = name;
        above = new byte[(width + 7) / 8];
        current = new byte[(width + 7) / 8];
    }

    @Override
    public void begin(byte[] file, Place place) {
        this.file = file;
        bit = 8L * place.from();
        end = 8L * place.to();
        Arrays.fill(current, (byte) 0); // above the first row all is white
    }

    @Override
    public void next(byte[] row) throws ImageException {
        byte[] free = above;
        above = current;
        current = free;
        Arrays.fill(current, (byte) 0);
        switch (coding) {
            case ALIGNED -> {
                bit = bit + 7 & ~7L;
                runs();
            }
            case GROUP3 -> {
                endOfLine();
                runs();
            }
            case GROUP3_MIXED -> {
                endOfLine();
                boolean oneDimensional = peek(1) == 1;
                skip(1);
                if (oneDimensional) {
                    runs();
                } else {
                    changes();
                }
            }
            case GROUP4 -> changes();
        }
        System.arraycopy(current, 0, row, 0, row.length);
    }

    private void endOfLine() throws ImageException {
        int zeros = 0;
        while (peek(1) == 0) {
            skip(1);
            zeros++;
        }
        if (zeros < END_OF_LINE_ZEROS) {
            throw damaged("no end-of-line code before a row");
        }
        skip(1);
    }

    /** A one-dimensional row. */
    private void runs() throws ImageException {
        boolean black = false;
        for (int x = 0; x < width; black = !black) {
            x = run(x, black);
        }
    }

    /** Where a run of a colour ends that begins here. */
    private int run(int x, boolean black) throws ImageException {
        TiffFaxCodes codes = black ? TiffFaxCodes.BLACK : TiffFaxCodes.WHITE;
        long stop = x;
        int run;
        do {
            int bits = peek(TiffFaxCodes.LONGEST);
            run = codes.run(bits);
            if (run < 0) {
                throw damaged("no code for a run of pixels");
            }
            skip(codes.length(bits));
            stop += run;
        } while (TiffFaxCodes.makesUp(run));
        return paint(x, stop, black);
    }

    /** A two-dimensional row. */
    private void changes() throws ImageException {
        boolean black = false;
        int x = 0;
        boolean begun = false; // a change may lie at the first pixel only of a row that has none yet
        while (x < width) {
            int bits = peek(7);
            if (bits >> 6 == 1) {
                x = vertical(x, begun, black, 0, 1);
            } else if (bits >> 4 == 3 || bits >> 4 == 2) {
                x = vertical(x, begun, black, bits >> 4 == 3 ? 1 : -1, 3);
            } else if (bits >> 1 == 3 || bits >> 1 == 2) {
                x = vertical(x, begun, black, bits >> 1 == 3 ? 2 : -2, 6);
            } else if (bits == 3 || bits == 2) {
                x = vertical(x, begun, black, bits == 3 ? 3 : -3, 7);
            } else if (bits >> 4 == 1) { // horizontal
                skip(3);
                int middle = moved(x, run(x, black), begun);
                x = moved(middle, run(middle, !black), true);
                black = !black;
            } else if (bits >> 3 == 1) { // pass
                skip(4);
                int change = change(x, begun, black);
                if (change == width) {
                    throw damaged("no change of colour to pass at %d".formatted(x));
                }
                x = paint(x, end(change, !black), black);
                black = !black;
            } else {
                throw damaged("no code for the mode of a change of colour");
            }
            black = !black;
            begun = true;
        }
    }

    private int vertical(int x, boolean begun, boolean black, int distance, int length) throws ImageException {
        skip(length);
        return moved(x, paint(x, (long) change(x, begun, black) + distance, black), begun);
    }

    /** The end of a run, which only the first of a row may have where it begins, and what follows the last. */
    private int moved(int from, int to, boolean begun) throws ImageException {
        if (to == from && begun && to < width) {
            throw damaged("a change of colour without pixels at %d".formatted(from));
        }
        return to;
    }

    /** The first change of the row above to the other colour, right of x. */
    private int change(int x, boolean begun, boolean black) {
        int from = begun ? x + 1 : 0;
        boolean before = from > 0 && from <= width && blackAbove(from - 1);
        if (before != black) {
            from = end(from, before);
        }
        return end(from, black);
    }

    /** The first pixel of the row above, from this one on, that is not of the colour; the width when all are. */
    private int end(int x, boolean black) {
        byte full = (byte) (black ? 0xff : 0);
        while (x < width && blackAbove(x) == black) {
            x += x % 8 == 0 && above[x / 8] == full ? 8 : 1;
        }
        return Math.min(x, width);
    }

    private boolean blackAbove(int x) {
        return (above[x / 8] >> 7 - x % 8 & 1) == 1;
    }

    /** Gives the pixels up to a stop a colour, and returns the stop. */
    private int paint(int x, long stop, boolean black) throws ImageException {
        if (stop < x || stop > width) {
            throw damaged("a run of pixels that ends at %d, in a row from %d to %d".formatted(stop, x, width));
        }
        if (black) {
            for (; x < stop && x % 8 != 0; x++) {
                current[x / 8] |= (byte) (0x80 >> x % 8);
            }
            int whole = (int) stop / 8;
            if (x / 8 < whole) {
                Arrays.fill(current, x / 8, whole, (byte) 0xff);
                x = 8 * whole;
            }
            for (; x < stop; x++) {
                current[x / 8] |= (byte) (0x80 >> x % 8);
            }
        }
        return (int) stop;
    }

    /** The next bits, with zeros behind the end. */
    private int peek(int count) {
        int at = (int) (bit / 8);
        int three = octet(at) << 16 | octet(at + 1) << 8 | octet(at + 2);
        return three >> 24 - bit % 8 - count & (1 << count) - 1;
    }

    private int octet(int at) {
        return 8L * at < end ? file[at] & 0xff : 0;
    }

    private void skip(int count) throws ImageException {
        bit += count;
        if (bit > end) {
            throw new ImageException(name, "truncated: the fax data ends before its last row");
        }
    }

    private ImageException damaged(String problem) {
        return new ImageException(name, "damaged fax data: " + problem);
    }
}
