package io.resnet4j.training;

import io.resnet4j.inference.Precision;
import io.resnet4j.io.Printable;
import io.resnet4j.model.Head;
import io.resnet4j.model.Names;
import io.resnet4j.training.ParameterGroups.FrozenNorms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The settings of a run: names, kinds, defaults and help, each in one place. To add one is to add it here. */
public final class Settings {
    private static final List<Setting<?>> ALL = new ArrayList<>();

    public static final Setting<String> DATA = add(
            "data",
            Kind.text("the name of a data set"),
            Kind.NONE,
            "What is learnt from: digits, cifar10:PATH, folder:DIR and others that data info knows.");
    public static final Setting<String> VAL = add(
            "val",
            Kind.text("the name of a data set, a share such as 0.1, auto or none"),
            "auto",
            "What is tested with after each epoch: other data, a share of them, or what comes with them.");
    public static final Setting<String> MODEL =
            add("model", Kind.name("the name of a model"), "resnet20", "The network, as models lists them.");
    public static final Setting<String> WEIGHTS = add(
            "weights",
            Kind.text("what --weights takes, or none"),
            Kind.NONE,
            "What learning begins with, but for a new head; none for an untrained network.");
    public static final Setting<Head.Layers> HEAD = add(
            "head",
            Kind.choice(List.of(new Head.Linear(), new Head.Mlp()), Settings::layers),
            "linear",
            "What makes logits of the embedding: one linear layer, or two with dropouts and a ReLU between.");
    public static final Setting<OptionalInt> RESIZE = add(
            "resize",
            Kind.wholeOrNone(1),
            Kind.NONE,
            "To what length an image's short side is brought; none for what the model or the data have.");
    public static final Setting<OptionalInt> CROP = add(
            "crop",
            Kind.wholeOrNone(1),
            Kind.NONE,
            "The side of the square that the network sees; none for what the model or the data have.");
    public static final Setting<Boolean> EXIF =
            add("exif", Kind.FLAG, "false", "Turn images as their EXIF says; torchvision does not.");
    public static final Setting<Integer> EPOCHS =
            add("epochs", Kind.whole(1), "30", "How many times each image is learnt from.");
    public static final Setting<Integer> BATCH_SIZE =
            add("batch-size", Kind.whole(1), "128", "Images a step learns from.");
    public static final Setting<Integer> TEST_BATCH_SIZE =
            add("test-batch-size", Kind.whole(1), "256", "Images tested at a time.");
    public static final Setting<Boolean> DROP_LAST =
            add("drop-last", Kind.FLAG, "false", "Leave out an epoch's last batch where it is smaller.");
    public static final Setting<Precision> PRECISION = add(
            "precision",
            Kind.choice(List.of(Precision.values()), Precision::label),
            "fp32",
            "What is computed with; parameters are fp32 in any case.");
    public static final Setting<Integer> THREADS = add(
            "threads", Kind.whole(0), "0", "Cores that compute; 0 for all. Other numbers of them round differently.");
    public static final Setting<Long> SEED =
            add("seed", Kind.seed(), "0", "What initial weights, order and augmentations are drawn from.");

    public static final Setting<String> OPTIMIZER =
            add("optimizer", words("sgd", "adam", "adamw"), "sgd", "How gradients become steps.");
    public static final Setting<ByPart> LR =
            add("lr", Kind.byPart(), "0.1", "The learning rate, or one for each part.");
    public static final Setting<ByPart> WEIGHT_DECAY = add(
            "weight-decay",
            Kind.byPart(),
            "0.0005",
            "How strongly parameters are pulled to zero, or one for each part.");
    public static final Setting<Boolean> DECAY_NORMS =
            add("decay-norms", Kind.FLAG, "true", "Whether norms and biases are pulled to zero too.");
    public static final Setting<Double> MOMENTUM =
            add("momentum", fraction(), "0.9", "How much of the last step the next one keeps.", with(OPTIMIZER, "sgd"));
    public static final Setting<Boolean> NESTEROV = add(
            "nesterov", Kind.FLAG, "false", "Nesterov's momentum, which looks a step ahead.", with(OPTIMIZER, "sgd"));
    public static final Setting<Double> BETA1 = add(
            "beta1", fraction(), "0.9", "How slowly the mean of gradients changes.", with(OPTIMIZER, "adam", "adamw"));
    public static final Setting<Double> BETA2 = add(
            "beta2",
            fraction(),
            "0.999",
            "How slowly the mean of their squares changes.",
            with(OPTIMIZER, "adam", "adamw"));
    public static final Setting<Double> EPSILON = add(
            "epsilon",
            positive(),
            "1e-8",
            "What keeps a step finite where gradients vanish.",
            with(OPTIMIZER, "adam", "adamw"));
    public static final Setting<OptionalDouble> CLIP_NORM = add(
            "clip-norm",
            Kind.decimalOrNone("a number above 0", value -> value > 0),
            Kind.NONE,
            "To what length all gradients together are cut down.");

    public static final Setting<List<String>> TRAIN = add(
            "train", Kind.list(Kind.part(), "parts such as layer4,head", "all"), "all", "The parts that are learnt.");
    public static final Setting<List<String>> FREEZE = add(
            "freeze",
            Kind.list(Kind.part(), "parts such as conv1,layer1", Kind.NONE),
            Kind.NONE,
            "Parts of these that are not learnt.");
    public static final Setting<FrozenNorms> FROZEN_NORMS = add(
            "frozen-norms",
            Kind.choice(List.of(FrozenNorms.values()), Settings::lowerCase),
            "update",
            "Whether frozen batch norms update their running statistics, as PyTorch's do, or keep and use them.");

    public static final Setting<String> SCHEDULE = add(
            "schedule",
            words("constant", "step", "multi-step", "cosine", "one-cycle"),
            "cosine",
            "How the learning rate changes over the run.");
    public static final Setting<Schedule.Per> SCHEDULE_PER = add(
            "schedule-per",
            Kind.choice(List.of(Schedule.Per.values()), Settings::lowerCase),
            "step",
            "Whether the rate changes with each epoch or with each step; step-size and milestones count the same.");
    public static final Setting<Double> WARMUP_EPOCHS = add(
            "warmup-epochs",
            atLeast(0),
            "0",
            "How long the rate rises before its schedule begins.",
            with(SCHEDULE, "constant", "step", "multi-step", "cosine"));
    public static final Setting<OptionalDouble> WARMUP_START = add(
            "warmup-start",
            Kind.decimalOrNone("a number above 0 and up to 1", value -> value > 0 && value <= 1),
            Kind.NONE,
            "The share of the rate that the rise starts with; none for equal rises from zero.",
            with(SCHEDULE, "constant", "step", "multi-step", "cosine"),
            withWarmUp());
    public static final Setting<Integer> STEP_SIZE = add(
            "step-size", Kind.whole(1), "30", "Epochs or steps after which the rate falls.", with(SCHEDULE, "step"));
    public static final Setting<List<Integer>> MILESTONES = add(
            "milestones",
            Kind.list(Kind.whole(1), "whole numbers from 1", Kind.NONE),
            Kind.NONE,
            "After how many epochs or steps the rate falls.",
            with(SCHEDULE, "multi-step"));
    public static final Setting<Double> GAMMA = add(
            "gamma",
            Kind.decimal("a number above 0 and up to 1", value -> value > 0 && value <= 1),
            "0.1",
            "By what the rate is multiplied when it falls.",
            with(SCHEDULE, "step", "multi-step"));
    public static final Setting<Double> MIN_FACTOR =
            add("min-factor", share(), "0", "The share of the rate that is left at the end.", with(SCHEDULE, "cosine"));
    public static final Setting<Double> PCT_START = add(
            "pct-start", share(), "0.3", "The share of the run in which the rate rises.", with(SCHEDULE, "one-cycle"));
    public static final Setting<Double> DIV_FACTOR = add(
            "div-factor", atLeast(1), "25", "By what the rate is divided at the start.", with(SCHEDULE, "one-cycle"));
    public static final Setting<Double> FINAL_DIV_FACTOR = add(
            "final-div-factor",
            atLeast(1),
            "10000",
            "By what it is divided once more at the end.",
            with(SCHEDULE, "one-cycle"));
    public static final Setting<Boolean> CYCLE_MOMENTUM = add(
            "cycle-momentum",
            Kind.FLAG,
            "true",
            "Whether the momentum falls while the rate rises.",
            with(SCHEDULE, "one-cycle"));
    public static final Setting<Double> BASE_MOMENTUM = add(
            "base-momentum",
            fraction(),
            "0.85",
            "The momentum where the rate is highest.",
            with(SCHEDULE, "one-cycle"),
            with(CYCLE_MOMENTUM, "true"));
    public static final Setting<Double> MAX_MOMENTUM = add(
            "max-momentum",
            fraction(),
            "0.95",
            "The momentum at start and end.",
            with(SCHEDULE, "one-cycle"),
            with(CYCLE_MOMENTUM, "true"));

    public static final Setting<Double> LABEL_SMOOTHING =
            add("label-smoothing", share(), "0", "The share of a label that is spread over all classes.");
    public static final Setting<List<Double>> CLASS_WEIGHTS = add(
            "class-weights",
            Kind.list(positive(), "numbers above 0", Kind.NONE),
            Kind.NONE,
            "What an image counts, one number for each class.");

    public static final Setting<List<AugmentSetting>> AUGMENT = add(
            "augment",
            Kind.list(Kind.augmentation(), AugmentSetting.EXPECTED, Kind.NONE),
            Kind.NONE,
            "Random changes to the images that are learnt from.");
    public static final Setting<Boolean> PAD_AFTER_NORMALIZING = add(
            "pad-after-normalizing",
            Kind.FLAG,
            "false",
            "A crop's padding is the mean colour instead of black.",
            withCrop());
    public static final Setting<List<Double>> MEAN = add(
            "mean",
            Kind.list(Kind.decimal("", value -> true), "a number for each channel", Kind.NONE),
            Kind.NONE,
            "What is subtracted from pixels between 0 and 1; none for the model's or the data's own.");
    public static final Setting<List<Double>> STD = add(
            "std",
            Kind.list(positive(), "a number above 0 for each channel", Kind.NONE),
            Kind.NONE,
            "What they are then divided by.");

    private Settings() {}

    /** All of them, in the order in which they are best read. */
    public static List<Setting<?>> all() {
        return List.copyOf(ALL);
    }

    /**
     * The one with that name.
     *
     * @throws IllegalArgumentException when there is none, with the names nearest to it
     */
    public static Setting<?> named(String name) {
        return ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(Printable.excerpt(name)));
    }

    private static IllegalArgumentException unknown(String name) {
        List<String> names = ALL.stream().map(Setting::name).toList();
        return new IllegalArgumentException("there is no setting '%s'; the nearest of %d are %s"
                .formatted(name, names.size(), String.join(", ", Names.nearest(name, names, 3))));
    }

    private static <T> Setting<T> add(String name, Kind<T> kind, String byDefault, String help, Setting.Use... uses) {
        Setting<T> setting = new Setting<>(name, kind, byDefault, help, List.of(uses));
        ALL.add(setting);
        return setting;
    }

    private static Setting.Use with(Setting<?> other, String... values) {
        return new Setting.Use(other, String.join(" or ", values), List.of(values)::contains);
    }

    private static Setting.Use withWarmUp() {
        return new Setting.Use(WARMUP_EPOCHS, "above 0", epochs -> Double.parseDouble(epochs) > 0);
    }

    private static Setting.Use withCrop() {
        return new Setting.Use(AUGMENT, "crop=PIXELS", augmentations -> AUGMENT.read(augmentations).stream()
                .anyMatch(augmentation -> augmentation.name().equals("crop")));
    }

    private static Kind<String> words(String... words) {
        return Kind.choice(List.of(words), word -> word);
    }

    private static String layers(Head.Layers layers) {
        return layers instanceof Head.Mlp ? "mlp" : "linear";
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Kind<Double> fraction() {
        return Kind.decimal("a number from 0 to below 1", value -> value >= 0 && value < 1);
    }

    private static Kind<Double> share() {
        return Kind.decimal("a number from 0 to 1", value -> value >= 0 && value <= 1);
    }

    private static Kind<Double> positive() {
        return Kind.decimal("a number above 0", value -> value > 0);
    }

    private static Kind<Double> atLeast(int least) {
        return Kind.decimal("a number from " + least, value -> value >= least);
    }
}
