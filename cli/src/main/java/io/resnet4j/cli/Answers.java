package io.resnet4j.cli;

import io.resnet4j.inference.Classification;
import io.resnet4j.inference.Metrics;
import io.resnet4j.inference.Validation;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import java.util.List;
import java.util.PriorityQueue;

/** Gathers, image by image, what there is to say of a classifier's answers. */
final class Answers implements Validation.Listener {
    /** Of as many mistakes a person looks at. */
    private static final int MOST_MISTAKES = 60;

    private final DataSet set;
    private final Progress progress;
    private final Metrics metrics;
    private final StringBuilder predictions = new StringBuilder(Csv.line("file", "label", "prediction", "probability"));
    private final PriorityQueue<Mistake> mistakes = new PriorityQueue<>(Mistake.WORST_FIRST.reversed());
    private int next;

    Answers(DataSet set, Progress progress) {
        this.set = set;
        this.progress = progress;
        this.metrics = new Metrics(set.classes().size());
    }

    @Override
    public void classified(Sample sample, Classification answer) {
        int index = indexOf(sample);
        metrics.add(sample.label(), answer);
        if (answer.hasNaN()) {
            predictions.append(Csv.line(sample.path(), sample.label(), "", ""));
        } else {
            add(index, sample, answer);
        }
        progress.step();
    }

    private void add(int index, Sample sample, Classification answer) {
        int best = answer.best();
        double probability = answer.probability(best);
        predictions.append(Csv.line(sample.path(), sample.label(), best, probability));
        if (best != sample.label() && !Double.isNaN(probability)) {
            mistakes.add(new Mistake(index, sample, best, probability, answer.probability(sample.label())));
            if (mistakes.size() > MOST_MISTAKES) {
                mistakes.remove();
            }
        }
    }

    @Override
    public void failed(Validation.Failure failure) {
        progress.step();
    }

    /** Samples come in the order of the data set, but for those that failed. */
    private int indexOf(Sample sample) {
        while (!set.samples().get(next).equals(sample)) {
            next++;
        }
        return next++;
    }

    Metrics metrics() {
        return metrics;
    }

    /**
     * A CSV file of every image's label and prediction, as numbers, and the prediction's probability; the last two are empty
     * where an answer is not a number.
     */
    String predictions() {
        return predictions.toString();
    }

    /** The mistakes that the classifier was surest of, the worst first. */
    List<Mistake> mistakes() {
        return mistakes.stream().sorted(Mistake.WORST_FIRST).toList();
    }
}
