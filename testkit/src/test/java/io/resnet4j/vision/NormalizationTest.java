package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.io.Floats16;
import io.resnet4j.testkit.Goldens;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationTest {
    @Test
    void everyBitEqualsTorchvisions() {
        ByteBuffer goldens =
                ByteBuffer.wrap(Goldens.bytes("images/normalization.f32")).order(ByteOrder.LITTLE_ENDIAN);
        for (Normalization preset : new Normalization[] {Normalization.IMAGENET, Normalization.CIFAR10}) {
            float[] table = preset.table();
            for (int i = 0; i < 3 * 256; i++) {
                assertEquals(goldens.getInt(), Float.floatToRawIntBits(table[i]), "%s, entry %d".formatted(preset, i));
            }
        }
        assertEquals(0, goldens.remaining());
    }

    /** On both sides of the 1024 pixels that are written at once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1023, 1024, 1025, 2048, 3000})
    void everyPixelIsWrittenBehindTheLast(int pixels) {
        byte[] rgb = new byte[3 * pixels];
        new Random(pixels).nextBytes(rgb);
        float[] table = Normalization.CIFAR10.table();
        FloatBuffer target = FloatBuffer.allocate(rgb.length + 2).position(1);
        Normalization.CIFAR10.write(rgb, target);
        assertEquals(1, target.remaining());
        for (int i = 0; i < rgb.length; i++) {
            float expected = table[i % 3 * 256 + (rgb[i] & 0xff)];
            assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(target.get(1 + i)), "float " + i);
        }
    }

    @Test
    void oneChannelIsTorchvisionsGreyToTheBit() {
        List<List<String>> rows = Goldens.table("augment/grey.tsv");
        assertEquals(20, rows.size());
        for (List<String> row : rows) {
            Image image = ResizeTest.saturated(Integer.parseInt(row.get(0)), Integer.parseInt(row.get(1)));
            Normalization grey = grey(Float.parseFloat(row.get(2)), Float.parseFloat(row.get(3)));
            assertEquals(1, grey.channels());
            int pixels = image.width() * image.height();
            ByteBuffer written = ByteBuffer.allocate(4 * pixels).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer floats = written.asFloatBuffer();
            grey.write(image.rgb(), floats);
            assertEquals(pixels, floats.position());
            CRC32 crc = new CRC32();
            crc.update(written.array());
            assertEquals(row.get(4), "%08x".formatted(crc.getValue()), row::toString);

            ShortBuffer bfloats = ShortBuffer.allocate(pixels);
            grey.write(image.rgb(), bfloats);
            for (int i = 0; i < pixels; i++) {
                assertEquals(Floats16.toBfloat(floats.get(i)), bfloats.get(i), "%s, pixel %d".formatted(row, i));
            }
        }
    }

    /** So that digits, which are published with one channel, are seen as they are. */
    @Test
    void whatIsGreyAlreadyKeepsItsValues() {
        for (int value = 0; value < 256; value++) {
            FloatBuffer target = FloatBuffer.allocate(1);
            byte level = (byte) value;
            grey(0, 1).write(new byte[] {level, level, level}, target);
            assertEquals(value / 255f, target.get(0));
        }
    }

    private static Normalization grey(float mean, float std) {
        return new Normalization(new float[] {mean}, new float[] {std});
    }

    @Test
    void bytesThatAreNoPixelsAreRefused() {
        FloatBuffer target = FloatBuffer.allocate(9);
        assertThrows(IllegalArgumentException.class, () -> Normalization.CIFAR10.write(new byte[4], target));
        assertEquals(0, target.position());
    }

    @Test
    void arraysAreNeverShared() {
        float[] mean = {0.5f, 0.5f, 0.5f};
        Normalization normalization = new Normalization(mean, mean);
        int before = normalization.hashCode();
        mean[0] = 9;
        normalization.mean()[1] = 9;
        normalization.std()[2] = 9;
        assertEquals(new Normalization(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f}), normalization);
        assertEquals(before, normalization.hashCode());
        assertNotEquals(Normalization.IMAGENET, Normalization.CIFAR10);
    }

    @Test
    void unusableNumbersAreRefused() {
        float[] fine = {1, 1, 1};
        for (float[] bad : new float[][] {{1, 1}, {1, 1, Float.NaN}, {1, 1, 0}, {1, -1, 1}, {}}) {
            assertThrows(IllegalArgumentException.class, () -> new Normalization(fine, bad));
        }
        assertThrows(IllegalArgumentException.class, () -> new Normalization(new float[] {0, 0}, fine));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(new float[] {0, 0}, new float[] {1, 1}));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(new float[] {0}, fine));
        assertThrows(IllegalArgumentException.class, () -> grey(0, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Normalization(new float[] {0, 0, Float.POSITIVE_INFINITY}, fine));
    }
}
