package io.resnet4j.inference;

/**
 * The expected calibration error (Guo et al. 2017, arXiv:1706.04599, section 2): how far a classifier's confidence, the
 * probability of its likeliest class, is from its share of right answers. Answers are sorted into {@value #BINS} bins of equal
 * width by their confidence, of which {@code (a, b]} holds those above {@code a} and up to {@code b}; the error is the mean over
 * all answers of the distance between a bin's share of right ones and its mean confidence.
 */
final class Calibration {
    static final int BINS = 15;

    private final int[] answers = new int[BINS];
    private final int[] right = new int[BINS];
    private final double[] confidence = new double[BINS];
    private boolean known = true;

    /**
     * Counts an answer.
     *
     * @param probability of the likeliest class; NaN makes the error NaN
     */
    void add(double probability, boolean isRight) {
        if (Double.isNaN(probability)) {
            known = false;
            return;
        }
        int bin = 0;
        while (probability > (bin + 1.0) / BINS) { // a product would be rounded across an edge
            bin++;
        }
        answers[bin]++;
        right[bin] += isRight ? 1 : 0;
        confidence[bin] += probability;
    }

    /** Between 0 and 1; NaN when there was no answer, or one without a confidence. */
    double error() {
        int all = 0;
        double distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            all += answers[bin];
            distance += Math.abs(right[bin] - confidence[bin]); // the bin's mean distance, times its answers
        }
        return known ? distance / all : Double.NaN;
    }
}
