package io.resnet4j.vision;

import io.resnet4j.io.Floats16;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * What turns a byte into an activation: {@code (value / 255 - mean[channel]) / std[channel]}, each step in float32, as
 * torchvision's {@code normalize(to_tensor(image))} computes it. Immutable.
 */
public final class Normalization {
    /** The statistics of ImageNet, with which torchvision trained its weights. */
    public static final Normalization IMAGENET =
            new Normalization(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

    /** The statistics of CIFAR-10. */
    public static final Normalization CIFAR10 =
            new Normalization(new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2023f, 0.1994f, 0.2010f});

    private static final int VALUES = 256;

    /** How many floats go to a buffer at once: a multiple of the channels, small enough for the first cache. */
    private static final int CHUNK = Image.CHANNELS * 1024;

    private final float[] mean;
    private final float[] std;
    private final float[] table; // [channel, value]: every byte of every channel, normalised
    private final short[] bfloats; // the same, rounded to bfloat16

    /**
     * A normalisation by the mean and the standard deviation of red, green and blue, whose values lie between 0 and 1.
     *
     * @throws IllegalArgumentException unless there are three finite means and three positive deviations
     */
    public Normalization(float[] mean, float[] std) {
        this.mean = mean.clone();
        this.std = std.clone();
        boolean usable = mean.length == Image.CHANNELS && std.length == Image.CHANNELS;
        for (int c = 0; usable && c < Image.CHANNELS; c++) {
            usable = Float.isFinite(mean[c]) && Float.isFinite(std[c]) && std[c] > 0;
        }
        if (!usable) {
            throw new IllegalArgumentException(
                    "a normalisation has 3 finite means and 3 positive deviations, got %s and %s"
                            .formatted(Arrays.toString(mean), Arrays.toString(std)));
        }
        table = makeTable();
        bfloats = new short[table.length];
        for (int i = 0; i < table.length; i++) {
            bfloats[i] = Floats16.toBfloat(table[i]);
        }
    }

    /** The means of red, green and blue, in an array of the caller's own. */
    public float[] mean() {
        return mean.clone();
    }

    /** The standard deviations of red, green and blue, in an array of the caller's own. */
    public float[] std() {
        return std.clone();
    }

    /** Every byte of every channel normalised: {@code table[channel * 256 + value]}. */
    float[] table() {
        return table;
    }

    /**
     * Normalises pixels, channels-last as they came: one float for each byte of an {@link Image#rgb()}.
     *
     * @param target has room for as many floats as there are bytes; its position moves behind them
     */
    public void write(byte[] rgb, FloatBuffer target) {
        requirePixels(rgb);
        float[] chunk = new float[Math.min(CHUNK, rgb.length)];
        for (int start = 0; start < rgb.length; start += chunk.length) {
            int length = Math.min(chunk.length, rgb.length - start);
            for (int i = 0; i < length; i += Image.CHANNELS) {
                chunk[i] = table[rgb[start + i] & 0xff];
                chunk[i + 1] = table[VALUES + (rgb[start + i + 1] & 0xff)];
                chunk[i + 2] = table[2 * VALUES + (rgb[start + i + 2] & 0xff)];
            }
            target.put(chunk, 0, length);
        }
    }

    /** The same, each number rounded to bfloat16: one short for each byte. */
    public void write(byte[] rgb, ShortBuffer bfloat16) {
        requirePixels(rgb);
        short[] chunk = new short[Math.min(CHUNK, rgb.length)];
        for (int start = 0; start < rgb.length; start += chunk.length) {
            int length = Math.min(chunk.length, rgb.length - start);
            for (int i = 0; i < length; i += Image.CHANNELS) {
                chunk[i] = bfloats[rgb[start + i] & 0xff];
                chunk[i + 1] = bfloats[VALUES + (rgb[start + i + 1] & 0xff)];
                chunk[i + 2] = bfloats[2 * VALUES + (rgb[start + i + 2] & 0xff)];
            }
            bfloat16.put(chunk, 0, length);
        }
    }

    private static void requirePixels(byte[] rgb) {
        if (rgb.length % Image.CHANNELS != 0) {
            throw new IllegalArgumentException("%d bytes are no RGB pixels".formatted(rgb.length));
        }
    }

    private float[] makeTable() {
        float[] values = new float[Image.CHANNELS * VALUES];
        for (int i = 0; i < values.length; i++) {
            int channel = i / VALUES;
            float unit = (i % VALUES) / 255f;
            values[i] = (unit - mean[channel]) / std[channel];
        }
        return values;
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
