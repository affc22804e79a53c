package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import io.resnet4j.vision.DataSetException;
import java.util.ArrayList;
import java.util.List;

/**
 * Less of a data set: some of its classes, and of each the first images. These are views, which close nothing: close the data set
 * when none is used any more.
 *
 * <pre class="java">{@code
 * import io.resnet4j.training.*;
 * import io.resnet4j.vision.DataSet;
 * import java.util.*;
 *
 * try (TrainingData cifar = TrainingData.open("cifar10:cifar-10-binary.tar.gz", Optional.empty(), 0)) {
 *     List<String> pets = List.of("cat", "dog");
 *     DataSet few = Subset.of(cifar.train(), pets, 100);
 *     DataSet test = Subset.of(cifar.test().orElseThrow(), pets);
 *     TrainingData small = new TrainingData(few, Optional.of(test));
 * }
 * }</pre>
 */
public final class Subset {
    private Subset() {}

    /**
     * All images of some classes, in the order of the data set.
     *
     * @param classes whose order decides the labels
     * @throws DataSetException when it has no such class, or one that is named has no image
     */
    public static DataSet of(DataSet data, List<String> classes) throws DataSetException {
        return new DataSetPart(data, classes, chosen(data, classes, 1, Integer.MAX_VALUE));
    }

    /**
     * The first images of some classes, in the order of the data set.
     *
     * @param classes whose order decides the labels
     * @param perClass how many of each
     * @throws DataSetException when it has no such class, or fewer images of one
     */
    public static DataSet of(DataSet data, List<String> classes, int perClass) throws DataSetException {
        if (perClass < 1) {
            throw new IllegalArgumentException("of each class at least one image is taken, got " + perClass);
        }
        return new DataSetPart(data, classes, chosen(data, classes, perClass, perClass));
    }

    private static int[] chosen(DataSet data, List<String> classes, int least, int most) throws DataSetException {
        List<String> known = data.classes();
        if (classes.isEmpty() || classes.stream().distinct().count() < classes.size()) {
            throw new IllegalArgumentException("each class is named once, and there is one at least; got " + classes);
        }
        if (!known.containsAll(classes)) {
            throw new DataSetException(
                    data.name(), "of the classes %s it has not all; there are %s".formatted(classes, known));
        }
        int[] taken = new int[known.size()];
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < data.samples().size(); i++) {
            Sample sample = data.samples().get(i);
            if (classes.contains(known.get(sample.label())) && taken[sample.label()] < most) {
                taken[sample.label()]++;
                chosen.add(i);
            }
        }
        for (String name : classes) {
            int found = taken[known.indexOf(name)];
            if (found < least) {
                throw new DataSetException(
                        data.name(), "it has %d images of %s, and %d are to be taken".formatted(found, name, least));
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
}
