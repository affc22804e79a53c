package io.resnet4j.cli;

import java.util.List;

/**
 * The colours of a confusion matrix: white for nothing, then blue from light to dark, in equal steps of CIELAB's lightness
 * from 95 to 20. The lightness falls with the root of the share: most shares that one looks for are of a few percent, and are
 * to be told from each other and from nothing.
 */
final class ColourScale {
    private static final List<Integer> BLUES =
            List.of(0xe6f2fe, 0xbdd9f5, 0x96c0eb, 0x71a7df, 0x528ed0, 0x3573be, 0x1c5ba8, 0x08438f, 0x002b73);

    /** From this place on, what is written over the colour is white. */
    private static final double DARK = 0.58;

    private static final int INK = 0x10161d;

    private ColourScale() {}

    /** How far a share is from the light end, between 0 and 1. */
    static double place(double share) {
        return Math.sqrt(share);
    }

    /** The colour of a share between 0 and 1; white also where it is NaN, that of a row without images. */
    static int of(double share) {
        return share > 0 ? at(place(share)) : Canvas.WHITE;
    }

    /** The colour at a place between 0, light, and 1, dark. */
    static int at(double place) {
        double step = place * (BLUES.size() - 1);
        int index = Math.min((int) step, BLUES.size() - 2);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = BLUES.get(index) >> shift & 0xff;
            int to = BLUES.get(index + 1) >> shift & 0xff;
            colour |= (int) Math.round(from + (to - from) * (step - index)) << shift;
        }
        return colour;
    }

    /** What can be read on the colour of a share. */
    static int inkOn(double share) {
        return place(share) >= DARK ? Canvas.WHITE : INK;
    }
}
