package io.resnet4j.image;

import io.resnet4j.vision.Region;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Makes red, green and blue of rows, three bytes a pixel. */
final class JpegRgb implements JpegOutput {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final JpegColours colours;
    private final int width;
    private final boolean split;
    private final int[] pixels;
    private final byte[] rgb;

    /** Room for a region, for which so many columns of the frame are computed. */
    JpegRgb(JpegFrame frame, Region region, JpegColours colours, int columns) {
        this.colours = colours;
        width = region.width();
        split = frame.split();
        pixels = new int[columns];
        rgb = new byte[3 * width * region.height()];
    }

    @Override
    public void row(int y, int[][] components, int start) {
        colours.convert(components, pixels);
        scatter(start, 3 * width * y);
    }

    /**
     * Writes packed pixels as three bytes each: as four, of which the next pixel overwrites the last one. After the last
     * pixel there may be nothing to overwrite.
     */
    private void scatter(int start, int at) {
        int half = pixels.length / 2;
        int end = start + width - 1;
        int x = start;
        if (split) {
            if (x % 2 == 1 && x < end) {
                INTS.set(rgb, at, pixels[half + x / 2]);
                x++;
                at += 3;
            }
            for (; x + 1 < end; x += 2, at += 6) {
                INTS.set(rgb, at, pixels[x / 2]);
                INTS.set(rgb, at + 3, pixels[half + x / 2]);
            }
        }
        for (; x < end; x++, at += 3) {
            INTS.set(rgb, at, pixels[place(x)]);
        }
        int pixel = pixels[place(end)];
        rgb[at] = (byte) pixel;
        rgb[at + 1] = (byte) (pixel >> 8);
        rgb[at + 2] = (byte) (pixel >> 16);
    }

    private int place(int x) {
        return split ? x / 2 + (x % 2) * (pixels.length / 2) : x;
    }

    @Override
    public byte[] bytes() {
        return rgb;
    }
}
