package io.resnet4j.training;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.DataSets;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Images to learn from, and images to test with that are none of these. Closing it closes both. */
public final class TrainingData implements Closeable {
    private static final String AUTO = "auto";
    private static final String NONE = "none";
    private static final String INSIDE = "!/";
    private static final String TRAIN = "train";
    private static final List<String> TESTS = List.of("val", "test");
    private static final Set<String> HALVES = Set.of(TRAIN, "val", "test");

    private final DataSet train;
    private final Optional<DataSet> test;
    private final List<DataSet> files;

    /** @param test empty where there are none */
    public TrainingData(DataSet train, Optional<DataSet> test) {
        this(train, test, test.isPresent() ? List.of(train, test.get()) : List.of(train));
    }

    private TrainingData(DataSet train, Optional<DataSet> test, List<DataSet> files) {
        this.train = train;
        this.test = test;
        this.files = files;
    }

    /** What is learnt from. */
    public DataSet train() {
        return train;
    }

    /** What is tested with after each epoch; empty where nothing is. */
    public Optional<DataSet> test() {
        return test;
    }

    /**
     * Opens a data set by a name of {@link DataSets#open}. Of {@code digits}, {@code cifar10} and {@code cifar100} the half for
     * training is learnt from and the other is for tests, and so it is with a folder or archive that has nothing but a folder
     * {@code train} and one {@code val} or {@code test}; where it has both of these, {@code val} is for tests. Of anything else all is
     * learnt from.
     *
     * @param test in place of these tests: the name of another data set, a share of the images, drawn by {@code seed} from each
     *     class, or {@code none}
     * @throws DataSetException when a name is not understood, nothing is there, or it is not as it should be
     */
    public static TrainingData open(String name, Optional<String> test, long seed) throws IOException {
        DataSet whole = DataSets.open(name);
        List<String> folders = whole.classes();
        boolean hasPublishedHalves = whole.published().isPresent() && !name.contains(INSIDE);
        boolean hasFolders = folders.size() > 1 && folders.contains(TRAIN) && HALVES.containsAll(folders);
        if (!hasPublishedHalves && !hasFolders) {
            return of(whole, test.orElse(NONE), seed);
        }
        whole.close();
        if (hasPublishedHalves) {
            return of(DataSets.open(name + INSIDE + TRAIN), test.orElse(name), seed);
        }
        String half = TESTS.stream().filter(folders::contains).findFirst().orElseThrow();
        return of(DataSets.open(DataSets.inside(name, TRAIN)), test.orElse(DataSets.inside(name, half)), seed);
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

    /** Owns {@code train}, even where it fails. */
    private static TrainingData of(DataSet train, String test, long seed) throws IOException {
        try {
            if (test.equals(NONE)) {
                return new TrainingData(train, Optional.empty());
            }
            if (test.matches("0?\\.\\d+")) {
                Split split = Split.of(train, Double.parseDouble(test), seed);
                return new TrainingData(split.train(), Optional.of(split.validation()), List.of(train));
            }
            return new TrainingData(train, Optional.of(DataSets.open(test)));
        } catch (IOException | RuntimeException | Error e) {
            train.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        for (DataSet file : files) {
            file.close();
        }
    }
}
