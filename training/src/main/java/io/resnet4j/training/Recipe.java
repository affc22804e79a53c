package io.resnet4j.training;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.WholeFile;
import io.resnet4j.model.Network;
import io.resnet4j.training.ParameterGroups.Selection;
import io.resnet4j.vision.Normalization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All {@link Settings} of a run, checked against each other. Immutable; two are equal when all settings that are of use are, wherever
 * they came from.
 *
 * <pre class="java">{@code
 * import io.resnet4j.training.Recipe;
 * import io.resnet4j.training.Schedule;
 * import io.resnet4j.training.Settings;
 *
 * Recipe recipe = Recipe.builder().recipe("cifar").option("epochs", "30").build();
 * Schedule schedule = recipe.schedule();
 * int batch = recipe.get(Settings.BATCH_SIZE);
 * }</pre>
 */
public final class Recipe {
    private static final String UNUSED = "of no use";
    private static final List<String> BUILT_IN =
            List.of("cifar", "cifar30", "digits", "finetune-head", "finetune-part", "finetune-all");

    /** Who has said what a setting is. The later ones have the last word. */
    public enum Origin {
        /** Nobody. */
        DEFAULT,
        /** A built-in recipe. */
        RECIPE,
        /** A file of the user's. */
        FILE,
        /** An option of the command line, or code. */
        OPTION;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a setting is.
     *
     * @param value as the command line takes it
     */
    public record Chosen(Setting<?> setting, String value, Origin origin) {}

    private final Choices choices;

    private Recipe(Choices choices) {
        this.choices = choices;
    }

    /** Names of the built-in recipes. */
    public static List<String> names() {
        return BUILT_IN;
    }

    /** A built-in recipe as it is. */
    static Recipe named(String name) {
        return builder().recipe(name).build();
    }

    /** What {@link #toYaml} wrote. */
    static Recipe parse(String file, String yaml) throws MalformedFileException {
        Builder builder = builder().all(RecipeFile.parse(file, yaml.getBytes(StandardCharsets.UTF_8)), Origin.FILE);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, e.getMessage(), e);
        }
    }

    /** Starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Layers settings: what is added later counts, whatever it is added to. */
    public static final class Builder {
        private final Map<Setting<?>, Chosen> chosen = new HashMap<>();

        private Builder() {
            Settings.all().forEach(setting -> put(setting, setting.byDefault(), Origin.DEFAULT));
        }

        /**
         * Adds the settings of a built-in recipe.
         *
         * @throws IllegalArgumentException when there is none with that name
         */
        public Builder recipe(String name) {
            if (!BUILT_IN.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no recipe '%s'; there are %s".formatted(name, String.join(", ", BUILT_IN)));
            }
            String file = name + ".yaml";
            try (InputStream in = Recipe.class.getResourceAsStream(file)) {
                return all(RecipeFile.parse(file, in.readAllBytes()), Origin.RECIPE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /**
         * Adds the settings of a YAML file, a flat map of names to values.
         *
         * @throws io.resnet4j.io.MalformedFileException when it is not that, or holds what is no setting or no value of it
         */
        public Builder file(Path path) throws IOException {
            byte[] content = WholeFile.read(path, RecipeFile.MOST_BYTES, "a recipe");
            return all(RecipeFile.parse(path.toString(), content), Origin.FILE);
        }

        /** Adds settings by their names. */
        public Builder options(Map<String, String> options) {
            options.forEach(this::option);
            return this;
        }

        /**
         * Adds a setting.
         *
         * @throws IllegalArgumentException when there is none with that name, or it cannot be that
         */
        public Builder option(String name, String value) {
            put(Settings.named(name), value, Origin.OPTION);
            return this;
        }

        /**
         * Checks all settings together.
         *
         * @throws IllegalArgumentException when some do not go together, naming them
         */
        public Recipe build() {
            Recipe recipe = new Recipe(new Choices(chosen));
            recipe.check();
            return recipe;
        }

        private Builder all(Map<Setting<?>, String> values, Origin origin) {
            values.forEach((setting, value) -> put(setting, value, origin));
            return this;
        }

        private void put(Setting<?> setting, String value, Origin origin) {
            chosen.put(setting, new Chosen(setting, setting.normalized(value), origin));
        }
    }

    /** What a setting is. */
    public <T> T get(Setting<T> setting) {
        return setting.read(choices.of(setting).value());
    }

    /** What all settings are that are of use, in the order of {@link Settings#all}. */
    public List<Chosen> settings() {
        return choices.used();
    }

    /** {@link #settings} as a file from which the same recipe is read. */
    public String toYaml() {
        return RecipeFile.write(settings());
    }

    /** The settings that another recipe has otherwise, each with what it is here and there. */
    List<String> differences(Recipe other) {
        Map<Setting<?>, String> here = values();
        Map<Setting<?>, String> there = other.values();
        return Settings.all().stream()
                .filter(setting -> !Objects.equals(here.get(setting), there.get(setting)))
                .map(setting -> "%s (%s, now %s)"
                        .formatted(setting, here.getOrDefault(setting, UNUSED), there.getOrDefault(setting, UNUSED)))
                .toList();
    }

    /** How gradients become steps. */
    Optimizer optimizer() {
        return switch (get(Settings.OPTIMIZER)) {
            case "sgd" -> new Optimizer.Sgd(momentum(Settings.MOMENTUM), get(Settings.NESTEROV));
            case "adam" -> new Optimizer.Adam(betas());
            default -> new Optimizer.AdamW(betas());
        };
    }

    private Optimizer.Betas betas() {
        return new Optimizer.Betas(momentum(Settings.BETA1), get(Settings.BETA2), get(Settings.EPSILON));
    }

    /** What a run begins with: PyTorch's cycle sets it before the first step. */
    private double momentum(Setting<Double> own) {
        return get(choices.cycleMomentum() ? Settings.MAX_MOMENTUM : own);
    }

    /** How the learning rate changes. */
    public Schedule schedule() {
        return new Schedule(curve(), get(Settings.SCHEDULE_PER), warmUp());
    }

    /** What is learnt, and at which rates. */
    public ParameterGroups parameterGroups() {
        return new ParameterGroups(
                get(Settings.LR),
                get(Settings.WEIGHT_DECAY),
                get(Settings.DECAY_NORMS),
                new Selection(get(Settings.TRAIN), get(Settings.FREEZE), get(Settings.FROZEN_NORMS)));
    }

    /** What is made smaller. */
    CrossEntropy loss() {
        return new CrossEntropy(get(Settings.LABEL_SMOOTHING), floats(get(Settings.CLASS_WEIGHTS)));
    }

    /**
     * All that an engine has to know.
     *
     * @throws IllegalArgumentException when the network has no part that a setting names
     */
    public LearnerOptions learnerOptions(Network network) {
        ParameterGroups groups = parameterGroups();
        return new LearnerOptions(
                get(Settings.PRECISION),
                get(Settings.THREADS),
                optimizer(),
                groups.learnt(network),
                groups.stillNorms(network),
                loss(),
                get(Settings.CLIP_NORM));
    }

    private Schedule.WarmUp warmUp() {
        return choices.isUsed(Settings.WARMUP_EPOCHS)
                ? new Schedule.WarmUp(get(Settings.WARMUP_EPOCHS), get(Settings.WARMUP_START))
                : Schedule.WarmUp.NONE;
    }

    /** What pixels are normalised by, where the recipe says so: one number each for a network that sees grey. */
    Optional<Normalization> normalization() {
        List<Double> mean = get(Settings.MEAN);
        return mean.isEmpty()
                ? Optional.empty()
                : Optional.of(new Normalization(floats(mean), floats(get(Settings.STD))));
    }

    private static float[] floats(List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }

    private Curve curve() {
        return switch (get(Settings.SCHEDULE)) {
            case "constant" -> new Curve.Constant();
            case "step" -> new Curve.Step(get(Settings.STEP_SIZE), get(Settings.GAMMA));
            case "multi-step" -> new Curve.MultiStep(get(Settings.MILESTONES), get(Settings.GAMMA));
            case "cosine" -> new Curve.Cosine(get(Settings.MIN_FACTOR));
            default ->
                new Curve.OneCycle(
                        get(Settings.PCT_START),
                        get(Settings.DIV_FACTOR),
                        get(Settings.FINAL_DIV_FACTOR),
                        new Curve.Momenta(
                                get(Settings.CYCLE_MOMENTUM), get(Settings.BASE_MOMENTUM), get(Settings.MAX_MOMENTUM)));
        };
    }

    private void check() {
        choices.requireUse();
        optimizer();
        schedule();
        loss();
        if (warmUp().epochs() > get(Settings.EPOCHS)) {
            throw new IllegalArgumentException("warmup-epochs: expected at most the %d of epochs, got %s"
                    .formatted(
                            get(Settings.EPOCHS),
                            choices.of(Settings.WARMUP_EPOCHS).value()));
        }
        if (get(Settings.MEAN).size() != get(Settings.STD).size()) {
            throw new IllegalArgumentException("mean and std: expected as many numbers of both, got %d and %d"
                    .formatted(get(Settings.MEAN).size(), get(Settings.STD).size()));
        }
    }

    private Map<Setting<?>, String> values() {
        return settings().stream().collect(Collectors.toMap(Chosen::setting, Chosen::value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipe that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    @Override
    public String toString() {
        return toYaml();
    }
}
