package io.resnet4j.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.io.Floats16;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Normalization;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Normalization HALVES =
            new Normalization(new float[] {0, 0.5f, 1}, new float[] {1, 0.5f, 0.25f});

    @Test
    void pixelsAreNormalisedByChannel() {
        Image image = new Image(2, 1, new byte[] {(byte) 255, 0, (byte) 255, 0, (byte) 255, 0});
        Batch batch = Batch.of(List.of(image, image), HALVES);
        assertEquals(2, batch.size());
        assertEquals(Shape.of(3, 1, 2), batch.shape());
        assertArrayEquals(new float[] {1, -1, 0, 0, 1, -4}, written(batch, 1));
    }

    @Test
    void oneChannelIsWrittenOfGrey() {
        Image image = new Image(2, 1, new byte[] {(byte) 255, (byte) 255, (byte) 255, 0, 0, 0});
        Batch batch = Batch.of(List.of(image), new Normalization(new float[] {0.5f}, new float[] {0.25f}));
        assertEquals(Shape.of(1, 1, 2), batch.shape());
        assertArrayEquals(new float[] {2, -2}, written(batch, 0));
    }

    @Test
    void numbersGoFromChannelsFirstToChannelsLast() {
        float[] nchw = {0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23};
        Batch batch = Batch.of(Shape.of(2, 1, 3), nchw);
        assertEquals(2, batch.size());
        assertArrayEquals(new float[] {0, 3, 1, 10, 2, 11}, written(batch, 0));
        assertArrayEquals(new float[] {12, 21, 13, 22, 20, 23}, written(batch, 1));
    }

    /** Larger than what is rounded at once; pixels and numbers have ways of their own to the same shorts. */
    @Test
    void bfloatsAreTheFloatsRounded() {
        byte[] rgb = new byte[3 * 61 * 47];
        new Random(8).nextBytes(rgb);
        Batch pixels = Batch.of(List.of(new Image(61, 47, rgb)), Normalization.IMAGENET);
        float[] nchw = new float[2 * 5 * 61 * 47];
        for (int i = 0; i < nchw.length; i++) {
            nchw[i] = (float) Math.sin(i) * i;
        }
        nchw[7] = Float.NaN;
        for (Batch batch : List.of(pixels, Batch.of(Shape.of(5, 61, 47), nchw))) {
            int last = batch.size() - 1;
            float[] floats = written(batch, last);
            ShortBuffer shorts = ShortBuffer.allocate(floats.length);
            batch.write(last, shorts);
            assertEquals(0, shorts.remaining());
            for (int i = 0; i < floats.length; i++) {
                assertEquals(Floats16.toBfloat(floats[i]), shorts.get(i), "at " + i);
            }
        }
    }

    @Test
    void whatIsNoBatchIsRefused() {
        Image small = new Image(1, 1, new byte[3]);
        Image large = new Image(2, 1, new byte[6]);
        assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of(), HALVES));
        Exception mixed = assertThrows(IllegalArgumentException.class, () -> Batch.of(List.of(small, large), HALVES));
        assertEquals("the images of a batch have one size: 2 x 1 differs from 1 x 1", mixed.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Batch.of(Shape.of(3, 2, 2), new float[13]));
        assertThrows(IllegalArgumentException.class, () -> Batch.of(Shape.of(3, 2, 2), new float[0]));
    }

    private static float[] written(Batch batch, int index) {
        FloatBuffer target = FloatBuffer.allocate(Math.toIntExact(batch.shape().elements()));
        batch.write(index, target);
        assertEquals(0, target.remaining());
        return target.array();
    }
}
