package io.resnet4j.vision;

import io.resnet4j.io.Floats16;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * What turns a byte into an activation: {@code (value / 255 - mean[channel]) / std[channel]}, each step in float32, as
 * torchvision's {@code normalize(to_tensor(image))} computes it. Immutable.
 *
 * <p>One mean and one deviation are for networks of one channel. They see the image in grey, as Pillow's
 * {@code convert("L")} makes it; what is grey already keeps its values.
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

    // What red, green and blue are of the brightness, of 65536: the weights of ITU-R BT.601 as Pillow rounds them.
    private static final int RED = 19595;
    private static final int GREEN = 38470;
    private static final int BLUE = 7471;

    private final float[] mean;
    private final float[] std;
    private final float[] table; // [channel, value]: every byte of every channel, normalised
    private final short[] bfloats; // the same, rounded to bfloat16

    /**
     * A normalisation by the mean and the standard deviation of red, green and blue, or of grey alone; values lie between 0
     * and 1.
     *
     * @throws IllegalArgumentException unless there are three finite means and three positive deviations, or one of each
     */
    public Normalization(float[] mean, float[] std) {
        this.mean = mean.clone();
        this.std = std.clone();
        boolean usable = (mean.length == Image.CHANNELS || mean.length == 1) && std.length == mean.length;
        for (int c = 0; usable && c < mean.length; c++) {
            usable = Float.isFinite(mean[c]) && Float.isFinite(std[c]) && std[c] > 0;
        }
        if (!usable) {
            throw new IllegalArgumentException(
                    "a normalisation has 3 finite means and 3 positive deviations, or 1 of each for grey; got %s and %s"
                            .formatted(Arrays.toString(mean), Arrays.toString(std)));
        }
        table = makeTable();
        bfloats = new short[table.length];
        for (int i = 0; i < table.length; i++) {
            bfloats[i] = Floats16.toBfloat(table[i]);
        }
    }

    /** How many channels a pixel has once it is normalised: 3, or 1 for grey. */
    public int channels() {
        return mean.length;
    }

    /** The means of red, green and blue, or that of grey, in an array of the caller's own. */
    public float[] mean() {
        return mean.clone();
    }

    /** The standard deviations of red, green and blue, or that of grey, in an array of the caller's own. */
    public float[] std() {
        return std.clone();
    }

    /** Every byte of every channel normalised: {@code table[channel * 256 + value]}. */
    float[] table() {
        return table;
    }

    /**
     * Normalises pixels, channels-last as they came: {@link #channels} floats for each pixel of an {@link Image#rgb()}.
     *
     * @param target has room for so many floats; its position moves behind them
     */
    public void write(byte[] rgb, FloatBuffer target) {
        requirePixels(rgb);
        if (channels() == 1) {
            writeGrey(rgb, target);
            return;
        }
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

    /** The same, each number rounded to bfloat16. */
    public void write(byte[] rgb, ShortBuffer bfloat16) {
        requirePixels(rgb);
        if (channels() == 1) {
            writeGrey(rgb, bfloat16);
            return;
        }
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

    private void writeGrey(byte[] rgb, FloatBuffer target) {
        float[] chunk = new float[rgb.length / Image.CHANNELS];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = table[grey(rgb, i * Image.CHANNELS)];
        }
        target.put(chunk);
    }

    private void writeGrey(byte[] rgb, ShortBuffer bfloat16) {
        short[] chunk = new short[rgb.length / Image.CHANNELS];
        for (int i = 0; i < chunk.length; i++) {
            chunk[i] = bfloats[grey(rgb, i * Image.CHANNELS)];
        }
        bfloat16.put(chunk);
    }

    private static int grey(byte[] rgb, int at) {
        int weighted = RED * (rgb[at] & 0xff) + GREEN * (rgb[at + 1] & 0xff) + BLUE * (rgb[at + 2] & 0xff);
        return (weighted + 0x8000) >> 16;
    }

    private static void requirePixels(byte[] rgb) {
        if (rgb.length % Image.CHANNELS != 0) {
            throw new IllegalArgumentException("%d bytes are no RGB pixels".formatted(rgb.length));
        }
    }

    private float[] makeTable() {
        float[] values = new float[mean.length * VALUES];
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
