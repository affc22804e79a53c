package io.resnet4j.vision;

/** A resampling filter, named as Pillow names it. */
public enum Interpolation {
    /** A triangle: the average of two neighbours when enlarging, antialiased when shrinking. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    };

    private final double support;

    Interpolation(double support) {
        this.support = support;
    }

    /** The distance, in pixels of the smaller image, from which on the weight is zero. */
    double support() {
        return support;
    }

    /** How much a pixel counts at a distance, before the weights are normalised. */
    abstract double weight(double distance);
}
