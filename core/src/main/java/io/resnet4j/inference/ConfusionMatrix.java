package io.resnet4j.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many images of each class were taken for which: a row is a label, a column a prediction. An image without a prediction
 * counts in its row and in no column. Only cells that are not zero take memory, for there are heads of 20,000 classes.
 */
public final class ConfusionMatrix {
    private final List<Map<Integer, Integer>> rows = new ArrayList<>();
    private final int[] images;

    /** An empty matrix. */
    ConfusionMatrix(int classes) {
        images = new int[classes];
        IntStream.range(0, classes).forEach(i -> rows.add(new HashMap<>()));
    }

    void add(int label, int prediction) {
        addWithoutPrediction(label);
        rows.get(label).merge(prediction, 1, Integer::sum);
    }

    void addWithoutPrediction(int label) {
        images[label]++;
    }

    /** How many rows there are, and columns. */
    public int classes() {
        return images.length;
    }

    /** How many images have this label. */
    public int images(int label) {
        return images[label];
    }

    /** How many images with this label got this prediction. */
    public int count(int label, int prediction) {
        return rows.get(label).getOrDefault(prediction, 0);
    }

    /** How many images with this label were taken for what they are. */
    public int right(int label) {
        return count(label, label);
    }

    /** The share of a class's images that were taken for what they are, in percent; NaN when it has none. */
    public double percent(int label) {
        return 100.0 * right(label) / images(label);
    }
}
