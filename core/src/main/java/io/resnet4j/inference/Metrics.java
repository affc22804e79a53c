package io.resnet4j.inference;

/**
 * What a classifier's answers are worth beyond how many are right: their loss, their calibration, and which classes are
 * taken for which. Answers are added one by one and not kept. One that has a NaN among its logits is wrong whatever its
 * label, as {@link Classification#rank} has it, and makes loss and calibration error NaN.
 */
public final class Metrics {
    private final ConfusionMatrix confusion;
    private final Calibration calibration = new Calibration();
    private double lossSum;
    private int answers;
    private int notNumbers;

    /** Of a classifier of so many classes, before its first answer. */
    public Metrics(int classes) {
        confusion = new ConfusionMatrix(classes);
    }

    /** Counts an answer. */
    public void add(int label, Classification answer) {
        answers++;
        lossSum -= answer.logProbability(label);
        int best = answer.best();
        calibration.add(answer.probability(best), best == label);
        if (answer.hasNaN()) {
            notNumbers++;
            confusion.addWithoutPrediction(label);
        } else {
            confusion.add(label, best);
        }
    }

    /**
     * The mean cross-entropy: of the negative logarithm of the label's softmax, as PyTorch's {@code cross_entropy}; in double
     * precision. NaN when there was no answer.
     */
    public double loss() {
        return lossSum / answers;
    }

    /**
     * The expected calibration error in percent (Guo et al. 2017, arXiv:1706.04599), with fifteen bins of equal width and the
     * likeliest class's softmax as confidence: 0 when of the answers given with 80 % confidence 80 % are right, and so on. NaN
     * when there was no answer.
     */
    public double calibrationErrorPercent() {
        return 100 * calibration.error();
    }

    /** Which classes were taken for which. */
    public ConfusionMatrix confusion() {
        return confusion;
    }

    /** How many answers have a NaN among their logits. */
    public int notNumbers() {
        return notNumbers;
    }
}
