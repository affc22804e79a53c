package io.resnet4j.training;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Initializer;
import io.resnet4j.weights.Model;
import java.util.List;
import java.util.Optional;

/**
 * What is to be learnt: by which model, from which images, how.
 *
 * @param start the model as it is before the first step, which is to tell the classes of the data apart
 * @param decoder for images that are files
 */
public record TrainingJob(Recipe recipe, Model start, TrainingData data, ImageDecoder decoder) {
    /**
     * Refuses data of other classes than the model's, or than each other's.
     *
     * @throws IllegalArgumentException naming both
     */
    public TrainingJob {
        if (data.test().isPresent()) {
            requireClasses(
                    data.test().get(), data.train().classes(), data.train().name());
        }
        requireClasses(data.train(), start.labels().names(), "the model");
    }

    private static void requireClasses(DataSet data, List<String> classes, String other) {
        if (!data.classes().equals(classes)) {
            throw new IllegalArgumentException(
                    "%s has the classes %s, and %s has %s".formatted(data.name(), data.classes(), other, classes));
        }
    }

    /**
     * A job that begins with an untrained network of the recipe's model, for the classes of the data. Images are prepared as the
     * paper of the model does, but those that lie in memory keep their size, and the recipe may give another mean and deviation:
     * one number each for a network that sees grey.
     */
    public static TrainingJob fromScratch(Recipe recipe, TrainingData data, ImageDecoder decoder) {
        Preprocessing preprocessing = preprocessing(recipe, data.train());
        List<String> classes = data.train().classes();
        ResNetSpec spec = Catalogue.named(recipe.get(Settings.MODEL))
                .withClasses(classes.size())
                .withChannels(preprocessing.normalization().mean().length)
                .withHead(recipe.get(Settings.HEAD));
        Initializer weights = new Initializer(recipe.get(Settings.SEED));
        Model start = Model.of(spec, weights, preprocessing, new Labels(classes));
        return new TrainingJob(recipe, start, data, decoder);
    }

    private static Preprocessing preprocessing(Recipe recipe, DataSet data) {
        Preprocessing paper =
                Model.preprocessing(Catalogue.named(recipe.get(Settings.MODEL)).task());
        int resize = recipe.get(Settings.RESIZE).orElse(data.side().orElse(paper.resize()));
        return new Preprocessing(
                resize,
                recipe.get(Settings.CROP).orElse(Math.min(resize, paper.crop())),
                paper.interpolation(),
                recipe.normalization().orElse(paper.normalization()));
    }

    /** What the loop is told of it. */
    TrainingLoop.Course course() throws DataSetException {
        Loader images = new Loader(data.train(), decoder, preparation(), options(recipe.get(Settings.BATCH_SIZE)));
        Optional<Loader> tested = Optional.empty();
        if (data.test().isPresent()) {
            Preparation evaluation = Preparation.evaluation(start.preprocessing());
            LoaderOptions options = LoaderOptions.of(recipe.get(Settings.TEST_BATCH_SIZE));
            tested = Optional.of(new Loader(data.test().get(), decoder, evaluation, options));
        }
        RunLength length = new RunLength(recipe.get(Settings.EPOCHS), images.batches());
        return new TrainingLoop.Course(
                images,
                tested,
                recipe.schedule(),
                length,
                recipe.get(Settings.LR).highest());
    }

    private LoaderOptions options(int batchSize) {
        return LoaderOptions.of(batchSize).withDropLast(recipe.get(Settings.DROP_LAST));
    }

    private Preparation preparation() {
        Preprocessing preprocessing = start.preprocessing();
        List<Augmentation> augmentations = recipe.get(Settings.AUGMENT).stream()
                .map(setting -> setting.augmentation(preprocessing.crop()))
                .toList();
        Padding padding = recipe.get(Settings.PAD_AFTER_NORMALIZING) ? Padding.ZERO : Padding.BLACK;
        return new Preparation(preprocessing, augmentations, padding);
    }
}
