package io.resnet4j.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.inference.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchNormAffineTest {
    private static final float[] WEIGHT = {1, 3};
    private static final float[] BIAS = {0, 10};
    private static final float[] MEAN = {1, 2};

    @Test
    void itScalesAndShiftsByChannel() {
        float[] variance = {0, 4};
        BatchNormAffine affine = BatchNormAffine.of("bn1", List.of(WEIGHT, BIAS, MEAN, variance));
        double first = 1 / Math.sqrt(1e-5);
        double second = 3 / Math.sqrt(4 + 1e-5);
        assertArrayEquals(new double[] {first, second}, affine.scale());
        assertArrayEquals(new double[] {-first, 10 - 2 * second}, affine.shift());
    }

    @Test
    void aVarianceBelowZeroIsRefused() {
        float[] variance = {1, -1};
        Exception e = assertThrows(
                EngineException.class, () -> BatchNormAffine.of("bn1", List.of(WEIGHT, BIAS, MEAN, variance)));
        assertEquals(
                "bn1: weight 3.0, bias 10.0, running_mean 2.0 and running_var -1.0 of channel 1 make no finite numbers",
                e.getMessage());
    }
}
