package io.resnet4j.image;

/** Luminance (Y) and differences to blue and red (Cb, Cr) as RGB, in Pillow's arithmetic of 64ths. */
final class TiffYcbcr {
    private static final int[] RED_OF_CR = table(1.402);
    private static final int[] GREEN_OF_CB = table(-0.34414);
    private static final int[] GREEN_OF_CR = table(-0.71414);
    private static final int[] BLUE_OF_CB = table(1.772);

    private TiffYcbcr() {}

    private static int[] table(double factor) {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (int) (64 * factor * (i - 128) + 0.5);
        }
        return table;
    }

    /** Sets a pixel of the target, from three bytes of a row. */
    static void set(PixelTarget target, int pixel, byte[] row, int at) {
        int y = row[at] & 0xff;
        int cb = row[at + 1] & 0xff;
        int cr = row[at + 2] & 0xff;
        target.set(
                pixel,
                clip(y + (RED_OF_CR[cr] >> 6)),
                clip(y + (GREEN_OF_CB[cb] + GREEN_OF_CR[cr] >> 6)),
                clip(y + (BLUE_OF_CB[cb] >> 6)));
    }

    private static byte clip(int value) {
        return (byte) Math.min(Math.max(value, 0), 255);
    }
}
