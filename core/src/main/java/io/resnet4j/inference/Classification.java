package io.resnet4j.inference;

import io.resnet4j.vision.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which class a network takes one image for.
 *
 * @param logits one number a class, the higher the likelier; not copied
 */
public record Classification(float[] logits, Labels labels) {
    /**
     * One class and how likely it is.
     *
     * @param probability by softmax over all classes, in double precision
     */
    public record Prediction(int index, String label, double probability) {}

    /** The {@code k} likeliest classes, or all if there are fewer, the likeliest first; of equals the lower index. */
    public List<Prediction> top(int k) {
        double highest = highest();
        double sum = sum(highest);
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> 0.0 - logits[i]))
                .limit(k)
                .map(i -> new Prediction(i, labels.get(i), Math.exp(logits[i] - highest) / sum))
                .toList();
    }

    /**
     * The natural logarithm of a class's softmax over all classes, in double precision; it stays a number where the
     * probability itself would be rounded to zero. NaN where any logit is NaN, or the highest is infinite.
     */
    public double logProbability(int index) {
        double highest = highest();
        return logits[index] - highest - Math.log(sum(highest));
    }

    /** A class's softmax over all classes, in double precision. NaN where {@link #logProbability} is. */
    public double probability(int index) {
        double highest = highest();
        return Math.exp(logits[index] - highest) / sum(highest);
    }

    private double highest() {
        return IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
    }

    private double sum(double highest) {
        return IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] - highest))
                .sum();
    }

    /** Whether a logit is NaN, so that no class is the likeliest. */
    public boolean hasNaN() {
        for (float logit : logits) {
            if (Float.isNaN(logit)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all logits are numbers; where they are not, the weights or the input were damaged. */
    public boolean isFinite() {
        return allFinite(logits);
    }

    static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** The index of the likeliest class; of equals the lowest. */
    public int best() {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * How many classes are likelier than {@code index}, or as likely and before it; 0 for the likeliest. Whatever is
     * compared with NaN counts as likelier: a network that yields NaN is never right.
     */
    public int rank(int index) {
        int before = 0;
        for (int i = 0; i < logits.length; i++) {
            boolean behind = logits[i] < logits[index] || logits[i] == logits[index] && i >= index;
            before += behind ? 0 : 1;
        }
        return before;
    }
}
