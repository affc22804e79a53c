package io.resnet4j.cli;

import io.resnet4j.vision.DataSet.Sample;
import java.util.Comparator;

/**
 * An image that was taken for something else.
 *
 * @param index of the sample in its data set
 * @param prediction the class that it was taken for
 * @param probability of that class
 * @param ofLabel the label's probability
 */
record Mistake(int index, Sample sample, int prediction, double probability, double ofLabel) {
    /** Those that the classifier was surest of first; of equals the one that comes first in the data set. */
    static final Comparator<Mistake> WORST_FIRST =
            Comparator.comparingDouble(Mistake::probability).reversed().thenComparing(Mistake::index);
}
