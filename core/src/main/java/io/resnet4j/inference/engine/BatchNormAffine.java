package io.resnet4j.inference.engine;

import io.resnet4j.inference.EngineException;
import io.resnet4j.model.Op;
import java.util.List;

/**
 * What a batch norm is in inference: {@code scale * x + shift} for each channel, in double precision.
 *
 * @param scale {@code weight / sqrt(running_var + EPSILON)}
 * @param shift {@code bias - running_mean * scale}
 */
public record BatchNormAffine(double[] scale, double[] shift) {
    /**
     * Refuses a norm that {@link #of} refuses.
     *
     * @throws EngineException when a channel's tensors make no finite numbers
     */
    public static void check(String name, List<float[]> tensors) {
        of(name, tensors);
    }

    /**
     * The norm that goes by {@code name}.
     *
     * @param tensors its weight, bias, running mean and running variance
     * @throws EngineException when a channel's make no finite numbers
     */
    public static BatchNormAffine of(String name, List<float[]> tensors) {
        float[] weight = tensors.get(0);
        float[] bias = tensors.get(1);
        float[] mean = tensors.get(2);
        float[] variance = tensors.get(3);
        double[] scale = new double[weight.length];
        double[] shift = new double[weight.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = weight[i] / Math.sqrt(variance[i] + Op.BatchNorm2d.EPSILON);
            shift[i] = bias[i] - mean[i] * scale[i];
            if (!Double.isFinite(scale[i]) || !Double.isFinite(shift[i])) {
                throw new EngineException(
                        "%s: weight %s, bias %s, running_mean %s and running_var %s of channel %d make no finite numbers"
                                .formatted(name, weight[i], bias[i], mean[i], variance[i], i));
            }
        }
        return new BatchNormAffine(scale, shift);
    }
}
