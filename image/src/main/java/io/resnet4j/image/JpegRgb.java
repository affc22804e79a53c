package io.resnet4j.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Makes red, green and blue of rows, three bytes a pixel. */
final class JpegRgb implements JpegOutput {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private final JpegColours colours;
    private final int[] places; // of a row's pixels, from left to right
    private final int[] pixels; // of a row, in the order that the components' have
    private final byte[] rgb;

    /** Room for {@code width} x {@code height} pixels, of which the first is column {@code left} of a row. */
    JpegRgb(JpegColours colours, JpegOrder order, int left, int width, int height) {
        this.colours = colours;
        places = order.places(left, width);
        pixels = new int[order.length()];
        rgb = new byte[3 * width * height];
    }

    /**
     * Writes packed pixels as three bytes each: as four, of which the next pixel overwrites the last one. After the last
     * pixel there may be nothing to overwrite.
     */
    @Override
    public void row(int y, int[][] components) {
        colours.convert(components, pixels);
        int at = 3 * places.length * y;
        int last = places.length - 1;
        for (int x = 0; x < last; x++, at += 3) {
            INTS.set(rgb, at, pixels[places[x]]);
        }
        int pixel = pixels[places[last]];
        rgb[at] = (byte) pixel;
        rgb[at + 1] = (byte) (pixel >> 8);
        rgb[at + 2] = (byte) (pixel >> 16);
    }

    @Override
    public byte[] bytes() {
        return rgb;
    }
}
