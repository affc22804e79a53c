package io.resnet4j.vision;

import java.util.Arrays;

/**
 * What turns a byte into an activation: {@code (value / 255 - mean[channel]) / std[channel]}, each step in float32, as
 * torchvision's {@code normalize(to_tensor(image))} computes it. Immutable.
 */
public record Normalization(float[] mean, float[] std) {
    /** The statistics of ImageNet, with which torchvision trained its weights. */
    public static final Normalization IMAGENET =
            new Normalization(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

    /** The statistics of CIFAR-10. */
    public static final Normalization CIFAR10 =
            new Normalization(new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2023f, 0.1994f, 0.2010f});

    private static final int CHANNELS = 3;
    private static final int VALUES = 256;

    public Normalization {
        mean = mean.clone();
        std = std.clone();
        boolean usable = mean.length == CHANNELS && std.length == CHANNELS;
        for (int c = 0; usable && c < CHANNELS; c++) {
            usable = Float.isFinite(mean[c]) && Float.isFinite(std[c]) && std[c] > 0;
        }
        if (!usable) {
            throw new IllegalArgumentException(
                    "a normalisation has 3 finite means and 3 positive deviations, got %s and %s"
                            .formatted(Arrays.toString(mean), Arrays.toString(std)));
        }
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] std() {
        return std.clone();
    }

    /** Every byte of every channel normalised: {@code table[channel * 256 + value]}. */
    public float[] table() {
        float[] table = new float[CHANNELS * VALUES];
        for (int i = 0; i < table.length; i++) {
            int channel = i / VALUES;
            float unit = (i % VALUES) / 255f;
            table[i] = (unit - mean[channel]) / std[channel];
        }
        return table;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Normalization that && Arrays.equals(mean, that.mean) && Arrays.equals(std, that.std);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
    }

    @Override
    public String toString() {
        return "Normalization[mean=%s, std=%s]".formatted(Arrays.toString(mean), Arrays.toString(std));
    }
}
