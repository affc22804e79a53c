package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.DataSets;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Images to learn from, and images to test with that are none of these. Closing it closes both.
 *
 * @param test empty where there are none
 */
public record TrainingData(DataSet train, Optional<DataSet> test) implements Closeable {
    private static final String AUTO = "auto";
    private static final String NONE = "none";
    private static final String INSIDE = "!/";
    private static final String TRAIN = "train";
    private static final List<String> TESTS = List.of("val", "test");

    /**
     * Opens a data set by a name of {@link DataSets#open}. Of {@code digits}, {@code cifar10} and {@code cifar100} the half for
     * training is learnt from and the other is for tests, and so it is with a folder or archive that has nothing but a folder
     * {@code train} and one {@code val} or {@code test}. Of anything else all is learnt from.
     *
     * @param test in place of these tests: the name of another data set, a share of the images, drawn by {@code seed} from each
     *     class, or {@code none}
     * @throws DataSetException when a name is not understood, nothing is there, or it is not as it should be
     */
    public static TrainingData open(String name, Optional<String> test, long seed) throws IOException {
        DataSet whole = DataSets.open(name);
        try {
            Optional<String> half = tests(whole);
            if (half.isPresent()) {
                whole.close();
                return of(
                        DataSets.open(DataSets.inside(name, TRAIN)),
                        test.orElse(DataSets.inside(name, half.get())),
                        seed);
            }
            if (whole.published().isPresent() && !name.contains(INSIDE)) {
                whole.close();
                return of(DataSets.open(name + INSIDE + TRAIN), test.orElse(name), seed);
            }
            return of(whole, test.orElse(NONE), seed);
        } catch (IOException | RuntimeException | Error e) {
            whole.close();
            throw e;
        }
    }

    /**
     * Opens what a recipe names.
     *
     * @throws DataSetException as {@link #open} does
     */
    public static TrainingData of(Recipe recipe) throws IOException {
        String test = recipe.get(Settings.VAL);
        Optional<String> other = test.equals(AUTO) ? Optional.empty() : Optional.of(test);
        return open(recipe.get(Settings.DATA), other, recipe.get(Settings.SEED));
    }

    private static TrainingData of(DataSet train, String test, long seed) throws IOException {
        if (test.equals(NONE)) {
            return new TrainingData(train, Optional.empty());
        }
        if (test.matches("0?\\.\\d+")) {
            Split split = Split.of(train, Double.parseDouble(test), seed);
            return new TrainingData(split.train(), Optional.of(split.validation()));
        }
        try {
            return new TrainingData(train, Optional.of(DataSets.open(test)));
        } catch (IOException | RuntimeException | Error e) {
            train.close();
            throw e;
        }
    }

    /** The folder of tests in a data set that has two folders, one for each half, which look like classes. */
    private static Optional<String> tests(DataSet data) {
        List<String> folders = data.classes();
        return folders.size() == 2 && folders.contains(TRAIN)
                ? TESTS.stream().filter(folders::contains).findFirst()
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        train.close();
        if (test.isPresent()) {
            test.get().close();
        }
    }
}
