package io.resnet4j.vision;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * How pixels are resampled; named as Pillow names it, with Pillow's formulas. All but {@link #NEAREST} are antialiased:
 * when an image shrinks, the filter is stretched over all the pixels that fall into one.
 */
public enum Interpolation {
    /** The pixel whose centre is nearest, as it is: no filter, and no antialiasing. */
    NEAREST(0, distance -> 1),
    /** The plain average; when enlarging the nearest pixel. */
    BOX(0.5, distance -> distance > -0.5 && distance <= 0.5 ? 1 : 0),
    /** A triangle: the average of two neighbours when enlarging. */
    BILINEAR(1, distance -> Math.max(0, 1 - Math.abs(distance))),
    /** As narrow as the triangle and sharper when shrinking: a sinc below a Hamming window. */
    HAMMING(1, Interpolation::hamming),
    /** Keys's cubic convolution with a = -0.5; what most of timm's models expect. */
    BICUBIC(2, Interpolation::cubic),
    /** A sinc below another that is three times as wide: sharpest and slowest. */
    LANCZOS(3, distance -> distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0);

    /** The window's numbers are floats in Pillow, so here too. */
    private static final float HAMMING_MEAN = 0.54f;

    private static final float HAMMING_SWING = 0.46f;

    private final double support;
    private final DoubleUnaryOperator weight;

    Interpolation(double support, DoubleUnaryOperator weight) {
        this.support = support;
        this.weight = weight;
    }

    /**
     * The interpolation of this name, in any case.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that are known
     */
    public static Interpolation named(String name) {
        return Arrays.stream(values())
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no interpolation '%s'; known are %s"
                        .formatted(name, Arrays.toString(values()).toLowerCase(Locale.ROOT))));
    }

    /** The distance, in pixels of the smaller image, from which on the weight is zero. */
    double support() {
        return support;
    }

    /** How much a pixel counts at a distance, before the weights are normalised. */
    double weight(double distance) {
        return weight.applyAsDouble(distance);
    }

    private static double hamming(double distance) {
        double x = Math.abs(distance);
        if (x == 0) {
            return 1; // which the floats would miss by 3e-8
        }
        return x < 1 ? sinc(x) * (HAMMING_MEAN + HAMMING_SWING * Math.cos(x * Math.PI)) : 0;
    }

    private static double cubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    }

    private static double sinc(double distance) {
        double x = distance * Math.PI;
        return x == 0 ? 1 : Math.sin(x) / x;
    }
}
