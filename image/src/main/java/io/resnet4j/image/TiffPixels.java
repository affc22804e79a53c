package io.resnet4j.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns rows of samples into the RGB that Pillow makes of them.
 *
 * @param depth bits of a sample
 * @param samples how many a pixel has, those of which nothing is made included; of planes, those that are read
 * @param planar whether each sample has rows of its own
 * @param order that of the bytes of a sample
 * @param table the colours of samples that are looked up; null if none are
 */
record TiffPixels(Meaning meaning, int depth, int samples, boolean planar, ByteOrder order, ColourTable table) {
    /** What the samples are. */
    enum Meaning {
        /** Greys or indices of up to 8 bits. */
        TABLE,
        /** Greys that stay as they are and are clipped to 0 to 255, as the two following: nothing is scaled. */
        UNSIGNED,
        SIGNED,
        FLOAT,
        RGB,
        /** RGB that was multiplied by the alpha that comes fourth. */
        PREMULTIPLIED,
        CMYK,
        YCBCR
    }

    /** One sample of every pixel of a row, or its highest byte. */
    private record Channel(byte[] row, int at, int step) {
        int get(int pixel) {
            return row[at + pixel * step] & 0xff;
        }
    }

    /** How many rows make one row of pixels. */
    int planes() {
        return planar ? samples : 1;
    }

    /** How many samples of a pixel lie in one row. */
    int samplesInRow() {
        return planar ? 1 : samples;
    }

    /** How long a row of so many pixels is. */
    long rowBytes(long count) {
        return (count * depth * samplesInRow() + 7) / 8;
    }

    /** Writes so many pixels of a row, which has an array for each plane, to the target. */
    void expand(byte[][] planes, int count, PixelTarget target) {
        switch (meaning) {
            case TABLE -> table.expand(planes[0], 0, depth * samplesInRow(), count, target);
            case UNSIGNED, SIGNED, FLOAT -> clip(planes[0], count, target);
            case RGB -> pick(planes, count, target);
            case PREMULTIPLIED -> divide(planes, count, target);
            case CMYK -> mixInks(planes, count, target);
            case YCBCR -> {
                for (int i = 0; i < count; i++) {
                    TiffYcbcr.set(target, i, planes[0], i * samples);
                }
            }
        }
    }

    private void clip(byte[] row, int count, PixelTarget target) {
        ByteBuffer values = ByteBuffer.wrap(row).order(order);
        for (int i = 0; i < count; i++) {
            byte grey = (byte) clipped(values, i);
            target.set(i, grey, grey, grey);
        }
    }

    private int clipped(ByteBuffer values, int i) {
        if (meaning == Meaning.FLOAT) {
            return (int) Math.min(Math.max(values.getFloat(4 * i), 0), 255); // 0 for no number
        }
        int value =
                switch (depth) {
                    case 12 -> twelveBits(values, i);
                    case 16 -> meaning == Meaning.SIGNED ? values.getShort(2 * i) : values.getShort(2 * i) & 0xffff;
                    default -> values.getInt(4 * i); // Pillow takes unsigned ones for signed
                };
        return Math.min(Math.max(value, 0), 255);
    }

    private static int twelveBits(ByteBuffer values, int i) {
        int first = values.get(i * 3 / 2) & 0xff;
        int second = values.get(i * 3 / 2 + 1) & 0xff;
        return i % 2 == 0 ? first << 4 | second >> 4 : (first & 0xf) << 8 | second;
    }

    private void pick(byte[][] planes, int count, PixelTarget target) {
        if (depth == 8 && samplesInRow() == 3) {
            target.copy(planes[0], 0, count);
            return;
        }
        Channel red = channel(planes, 0);
        Channel green = channel(planes, 1);
        Channel blue = channel(planes, 2);
        for (int i = 0; i < count; i++) {
            target.set(i, (byte) red.get(i), (byte) green.get(i), (byte) blue.get(i));
        }
    }

    private void divide(byte[][] planes, int count, PixelTarget target) {
        Channel red = channel(planes, 0);
        Channel green = channel(planes, 1);
        Channel blue = channel(planes, 2);
        Channel alpha = channel(planes, 3);
        for (int i = 0; i < count; i++) {
            int part = alpha.get(i);
            target.set(i, divided(red.get(i), part), divided(green.get(i), part), divided(blue.get(i), part));
        }
    }

    private static byte divided(int colour, int alpha) {
        return (byte) (alpha == 0 ? 0 : Math.min(255 * colour / alpha, 255));
    }

    private void mixInks(byte[][] planes, int count, PixelTarget target) {
        Channel cyan = channel(planes, 0);
        Channel magenta = channel(planes, 1);
        Channel yellow = channel(planes, 2);
        Channel black = channel(planes, 3);
        for (int i = 0; i < count; i++) {
            int paper = 255 - black.get(i);
            target.set(i, (byte) Ink.left(paper, cyan.get(i)), (byte) Ink.left(paper, magenta.get(i)), (byte)
                    Ink.left(paper, yellow.get(i)));
        }
    }

    private Channel channel(byte[][] planes, int c) {
        int bytes = depth / 8;
        int high = order == ByteOrder.BIG_ENDIAN ? 0 : bytes - 1;
        return planar ? new Channel(planes[c], high, bytes) : new Channel(planes[0], c * bytes + high, samples * bytes);
    }
}
