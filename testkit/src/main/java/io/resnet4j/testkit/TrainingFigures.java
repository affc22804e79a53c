package io.resnet4j.testkit;

import io.resnet4j.model.Shape;

/**
 * What stands for a large tensor in the goldens of training; {@code testkit/golden/training.py} says what it is.
 *
 * @param norm the root of the sum of the squares
 * @param projection the sum of the products with numbers of the {@link Formula}, which no element escapes
 * @param samples elements {@code (k * 7919) mod size} for k = 0, 1, ...
 */
public record TrainingFigures(double norm, double projection, double[] samples) {
    /** Those of a tensor. */
    public static TrainingFigures of(double[] values, int samples) {
        float[] direction = Formula.images("projection", 1, Shape.of(values.length));
        double squares = 0;
        double projection = 0;
        for (int i = 0; i < values.length; i++) {
            squares += values[i] * values[i];
            projection += values[i] * direction[i];
        }
        double[] sampled = new double[samples];
        for (int k = 0; k < samples; k++) {
            sampled[k] = values[(int) (k * 7919L % values.length)];
        }
        return new TrainingFigures(Math.sqrt(squares), projection, sampled);
    }

    /**
     * How far off another tensor is by these figures, relative to the tensor as a whole: an error is as much of its mean element as of
     * its norm.
     *
     * @param least the smallest norm that counts as one: what is 0 but for rounding is not held to be equal
     */
    public double error(double[] actual, double least) {
        TrainingFigures found = of(actual, samples.length);
        double length = Math.max(norm, least);
        double each = length / Math.sqrt(actual.length);
        double worst = Math.max(Math.abs(found.norm - norm), Math.abs(found.projection - projection)) / length;
        for (int k = 0; k < samples.length; k++) {
            worst = Math.max(worst, Math.abs(found.samples[k] - samples[k]) / each); // NaN, once there, stays
        }
        return worst;
    }
}
