package io.resnet4j.training;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Initializer;
import io.resnet4j.weights.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be learnt: by which model, from which images, how.
 *
 * @param start the model as it is before the first step, which is to tell the classes of the data apart
 * @param decoder for images that are files
 */
public record TrainingJob(Recipe recipe, Model start, TrainingData data, ImageDecoder decoder) {
    /**
     * Refuses data of other classes than the model's, or than each other's, a recipe for other classes or another network, and one that
     * cannot bring these images to this network.
     *
     * @throws IllegalArgumentException naming what does not go together
     */
    public TrainingJob {
        if (data.test().isPresent()) {
            requireClasses(
                    data.test().get(), data.train().classes(), data.train().name());
        }
        requireClasses(data.train(), start.labels().names(), "the model");
        LearnerOptions options = recipe.learnerOptions(start.network());
        int weights = recipe.get(Settings.CLASS_WEIGHTS).size();
        int classes = data.train().classes().size();
        if (weights > 0 && weights != classes) {
            throw new IllegalArgumentException("%s: expected a number for each of %d classes, got %d"
                    .formatted(Settings.CLASS_WEIGHTS, classes, weights));
        }
        try {
            trainLoader(recipe, start, data, decoder);
        } catch (DataSetException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        int side = preparation(recipe, start.preprocessing()).side();
        Map<Value, Shape> shapes =
                start.network().shapes(Shape.of(start.network().channels(), side, side));
        if (leavesOneImage(recipe, data.train().samples().size())) {
            start.network().nodes().stream()
                    .filter(node -> node.op() instanceof Op.BatchNorm2d norm
                            && !norm.frozen()
                            && !options.stillNorms().contains(node.name()))
                    .forEach(
                            node -> requireSpread(node, shapes.get(node.inputs().get(0))));
        }
    }

    private static boolean leavesOneImage(Recipe recipe, int images) {
        int size = recipe.get(Settings.BATCH_SIZE);
        return size == 1 || images % size == 1 && !recipe.get(Settings.DROP_LAST);
    }

    /** Of a single value there is no variance, and engines refuse it in the middle of an epoch. */
    private static void requireSpread(Node norm, Shape image) {
        if (image.dim(1) == 1 && image.dim(2) == 1) {
            throw new IllegalArgumentException(
                    ("%s: a batch would be a single image, of which %s sees a single pixel and no variance; leave out the last batch of an"
                                    + " epoch (drop-last) or choose another size")
                            .formatted(Settings.BATCH_SIZE, norm.name()));
        }
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
     *
     * @throws IllegalArgumentException when the recipe names weights, or has settings that do not fit each other or the data
     */
    public static TrainingJob fromScratch(Recipe recipe, TrainingData data, ImageDecoder decoder) {
        String weights = recipe.get(Settings.WEIGHTS);
        if (!weights.equals(Settings.WEIGHTS.byDefault())) {
            throw new IllegalArgumentException(
                    "weights: expected none, got %s; a trained model is fine-tuned, with a new head"
                            .formatted(weights));
        }
        ResNetSpec model = Catalogue.named(recipe.get(Settings.MODEL));
        Preprocessing preprocessing = preprocessing(
                recipe, Model.preprocessing(model.task()), data.train().side());
        List<String> classes = data.train().classes();
        ResNetSpec spec = model.withClasses(classes.size())
                .withChannels(preprocessing.normalization().mean().length)
                .withHead(recipe.get(Settings.HEAD));
        Initializer untrained = new Initializer(recipe.get(Settings.SEED));
        Model start = Model.of(spec, untrained, preprocessing, new Labels(classes));
        return new TrainingJob(recipe, start, data, decoder);
    }

    /**
     * A job that begins with a trained model, of which the head makes way for a new one for the classes of the data. Images are
     * prepared as for that model, where the recipe says nothing else. The model is read until the run is started; then it may be
     * closed.
     *
     * <pre class="java">{@code
     * import io.resnet4j.image.PillowDecoder;
     * import io.resnet4j.libtorch.LibtorchEngine;
     * import io.resnet4j.onednn.OneDnnEngine;
     * import io.resnet4j.training.*;
     * import io.resnet4j.weights.Model;
     * import java.nio.file.Path;
     *
     * Recipe recipe = Recipe.builder().recipe("finetune-head").option("model", "resnet50").option("data", "folder:pets").build();
     * try (TrainingData data = TrainingData.of(recipe);
     *         Model imagenet = Model.open(Path.of("resnet50-0676ba61.pth"));
     *         RunFolder folder = RunFolder.create(Path.of("runs/pets"))) {
     *     TrainingJob job = TrainingJob.finetune(recipe, imagenet, data, new PillowDecoder());
     *     try (Training training = Training.start(new LibtorchEngine(), OneDnnEngine::new, job, folder)) {
     *         System.out.println(training.description());
     *         System.out.println(training.run(Training.Listener.NONE).history().best());
     *     }
     * }
     * }</pre>
     *
     * @throws IllegalArgumentException when the recipe is for another model
     */
    public static TrainingJob finetune(Recipe recipe, Model source, TrainingData data, ImageDecoder decoder) {
        String model = recipe.get(Settings.MODEL);
        if (!source.spec().name().equals(model)) {
            throw new IllegalArgumentException(
                    "%s: the recipe is for %s, and the weights are those of %s; make them the same"
                            .formatted(Settings.MODEL, model, source.spec().name()));
        }
        Initializer head = new Initializer(recipe.get(Settings.SEED));
        Model start = source.withHead(
                        recipe.get(Settings.HEAD), new Labels(data.train().classes()), head)
                .withPreprocessing(preprocessing(recipe, source.preprocessing(), OptionalInt.empty()));
        return new TrainingJob(recipe, start, data, decoder);
    }

    /** @param side of the images, where they are to keep it */
    private static Preprocessing preprocessing(Recipe recipe, Preprocessing usual, OptionalInt side) {
        int resize = recipe.get(Settings.RESIZE).orElse(side.orElse(usual.resize()));
        return new Preprocessing(
                resize,
                recipe.get(Settings.CROP).orElse(Math.min(resize, usual.crop())),
                usual.interpolation(),
                recipe.normalization().orElse(usual.normalization()));
    }

    /** What the loop is told of it. */
    TrainingLoop.Course course() throws DataSetException {
        Loader images = trainLoader(recipe, start, data, decoder);
        Optional<BatchSource> tested = Optional.empty();
        if (data.test().isPresent()) {
            Preparation evaluation = Preparation.evaluation(start.preprocessing());
            tested = Optional.of(new Loader(data.test().get(), decoder, evaluation, testOptions()));
        }
        return course(images, tested);
    }

    /** The same with what the backbone made of the images, by sample. */
    TrainingLoop.Course course(Features features) {
        return course(
                new FeatureLoader(data.train(), features.train(), trainOptions(recipe)),
                data.test().map(test -> new FeatureLoader(test, features.test(), testOptions())));
    }

    private TrainingLoop.Course course(BatchSource images, Optional<BatchSource> tested) {
        RunLength length = new RunLength(recipe.get(Settings.EPOCHS), images.batches());
        return new TrainingLoop.Course(
                recipe.get(Settings.SEED),
                images,
                tested,
                recipe.schedule(),
                length,
                recipe.get(Settings.LR).highest());
    }

    private static Loader trainLoader(Recipe recipe, Model start, TrainingData data, ImageDecoder decoder)
            throws DataSetException {
        return new Loader(data.train(), decoder, preparation(recipe, start.preprocessing()), trainOptions(recipe));
    }

    private static LoaderOptions trainOptions(Recipe recipe) {
        return LoaderOptions.of(recipe.get(Settings.BATCH_SIZE)).withDropLast(recipe.get(Settings.DROP_LAST));
    }

    private LoaderOptions testOptions() {
        return LoaderOptions.of(recipe.get(Settings.TEST_BATCH_SIZE));
    }

    private static Preparation preparation(Recipe recipe, Preprocessing preprocessing) {
        List<Augmentation> augmentations = recipe.get(Settings.AUGMENT).stream()
                .map(setting -> setting.augmentation(preprocessing.crop()))
                .toList();
        Padding padding = recipe.get(Settings.PAD_AFTER_NORMALIZING) ? Padding.ZERO : Padding.BLACK;
        return new Preparation(preprocessing, augmentations, padding);
    }
}
