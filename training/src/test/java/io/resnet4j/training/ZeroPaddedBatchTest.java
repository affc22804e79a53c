package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.io.Floats16;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageOps;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Region;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZeroPaddedBatchTest {
    private static final int SIDE = NumberedImages.SIDE;

    /** Normalised first and padded with zeros then, number by number. */
    @ParameterizedTest
    @CsvSource({"0, 0, 3", "-3, 2, 3", "4, -1, 3", "-4, -4, 3", "5, 5, 3", "-2, 3, 1", "0, -7, 1"})
    void paddingIsZeroAfterNormalising(int left, int top, int channels) {
        Normalization normalization =
                channels == 3 ? Normalization.CIFAR10 : new Normalization(new float[] {0.3f}, new float[] {0.4f});
        Image image = NumberedImages.image(1);
        float[] normal = new float[SIDE * SIDE * channels];
        normalization.write(image.rgb(), FloatBuffer.wrap(normal));
        float[] expected = new float[normal.length];
        for (int i = 0; i < expected.length; i++) {
            int x = i / channels % SIDE + left;
            int y = i / channels / SIDE + top;
            boolean isReal = x >= 0 && x < SIDE && y >= 0 && y < SIDE;
            expected[i] = isReal ? normal[(y * SIDE + x) * channels + i % channels] : 0;
        }
        Region real = new Region(Math.max(-left, 0), Math.max(-top, 0), SIDE - Math.abs(left), SIDE - Math.abs(top));
        Picture cut = new Picture(ImageOps.crop(image, left, top, SIDE, SIDE), real);
        ZeroPaddedBatch batch = new ZeroPaddedBatch(List.of(Picture.of(image), cut), normalization);
        assertEquals(2, batch.size());
        assertEquals(Shape.of(channels, SIDE, SIDE), batch.shape());

        FloatBuffer written = FloatBuffer.allocate(2 * normal.length);
        batch.write(0, written);
        batch.write(1, written);
        assertEquals(0, written.remaining());
        float[] both = new float[2 * normal.length];
        System.arraycopy(normal, 0, both, 0, normal.length);
        System.arraycopy(expected, 0, both, normal.length, normal.length);
        assertArrayEquals(both, written.array());

        ShortBuffer bfloats = ShortBuffer.allocate(normal.length);
        batch.write(1, bfloats);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Floats16.toBfloat(expected[i]), bfloats.get(i), "number " + i);
        }
    }
}
