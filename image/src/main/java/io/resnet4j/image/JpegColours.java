package io.resnet4j.image;

import java.util.List;

/**
 * Turns rows of components into pixels, packed as {@code red | green << 8 | blue << 16}: libjpeg's fixed-point formulae and,
 * for the four components of print, Pillow's. Its loops are short and clamp without a comparison, as the JVM makes
 * vectors of these.
 */
enum JpegColours {
    GREY {
        @Override
        void convert(int[][] rows, int[] pixels) {
            int[] grey = rows[0];
            for (int x = 0; x < pixels.length; x++) {
                pixels[x] = grey[x] * 0x10101;
            }
        }
    },
    RGB {
        @Override
        void convert(int[][] rows, int[] pixels) {
            pack(rows[0], rows[1], rows[2], pixels);
        }
    },
    YCC {
        @Override
        void convert(int[][] rows, int[] pixels) {
            red(rows[0], rows[2], pixels);
            green(rows[0], rows[1], rows[2], pixels);
            blue(rows[0], rows[1], pixels);
        }
    },
    CMYK {
        @Override
        void convert(int[][] rows, int[] pixels) {
            int[] black = rows[3];
            for (int x = 0; x < pixels.length; x++) {
                pixels[x] = printed(255 - rows[0][x], 255 - rows[1][x], 255 - rows[2][x], black[x]);
            }
        }
    },
    YCCK {
        @Override
        void convert(int[][] rows, int[] pixels) {
            YCC.convert(rows, pixels);
            int[] black = rows[3];
            for (int x = 0; x < pixels.length; x++) {
                int ink = pixels[x];
                pixels[x] = printed(ink & 255, ink >> 8 & 255, ink >> 16, black[x]);
            }
        }
    };

    private static final int BITS = 16;

    // The factors of the JFIF standard in 16 bits of fraction; each sum begins with a half and what -128 amounts to.
    private static final int CR_TO_RED = 91881; // 1.402
    private static final int CB_TO_GREEN = -22554; // -0.34414
    private static final int CR_TO_GREEN = -46802; // -0.71414
    private static final int CB_TO_BLUE = 116130; // 1.772
    private static final int RED_START = (1 << BITS - 1) - 128 * CR_TO_RED;
    private static final int GREEN_START = (1 << BITS - 1) - 128 * (CB_TO_GREEN + CR_TO_GREEN);
    private static final int BLUE_START = (1 << BITS - 1) - 128 * CB_TO_BLUE;

    /**
     * What libjpeg makes of the components (its {@code default_decompress_parms}), and Pillow of those: of one, three or
     * four.
     *
     * @param jfif whether there is a JFIF segment
     * @param adobe the transform that Adobe's segment names; -1 without one
     */
    static JpegColours of(List<JpegComponent> components, boolean jfif, int adobe) {
        if (components.size() == 1) {
            return GREY;
        }
        if (components.size() == 4) {
            return adobe <= 0 ? CMYK : YCCK;
        }
        boolean named = components.get(0).id() == 'R'
                && components.get(1).id() == 'G'
                && components.get(2).id() == 'B';
        boolean rgb = !jfif && (adobe >= 0 ? adobe == 0 : named);
        return rgb ? RGB : YCC;
    }

    /** Converts a row; {@code rows} holds one of each component, all as long as {@code pixels}. */
    abstract void convert(int[][] rows, int[] pixels);

    private static void red(int[] luma, int[] cr, int[] pixels) {
        for (int x = 0; x < pixels.length; x++) {
            int value = luma[x] + (CR_TO_RED * cr[x] + RED_START >> BITS);
            value &= ~(value >> 31);
            pixels[x] = (value | 255 - value >> 31) & 255;
        }
    }

    private static void green(int[] luma, int[] cb, int[] cr, int[] pixels) {
        for (int x = 0; x < pixels.length; x++) {
            int value = luma[x] + (CB_TO_GREEN * cb[x] + CR_TO_GREEN * cr[x] + GREEN_START >> BITS);
            value &= ~(value >> 31);
            pixels[x] |= ((value | 255 - value >> 31) & 255) << 8;
        }
    }

    private static void blue(int[] luma, int[] cb, int[] pixels) {
        for (int x = 0; x < pixels.length; x++) {
            int value = luma[x] + (CB_TO_BLUE * cb[x] + BLUE_START >> BITS);
            value &= ~(value >> 31);
            pixels[x] |= ((value | 255 - value >> 31) & 255) << 16;
        }
    }

    private static void pack(int[] red, int[] green, int[] blue, int[] pixels) {
        for (int x = 0; x < pixels.length; x++) {
            pixels[x] = red[x] | green[x] << 8 | blue[x] << 16;
        }
    }

    /** Pillow's conversion of CMYK: files hold 255 minus the ink, so what they say of black is the light that is left. */
    private static int printed(int cyan, int magenta, int yellow, int light) {
        return Ink.left(light, cyan) | Ink.left(light, magenta) << 8 | Ink.left(light, yellow) << 16;
    }
}
