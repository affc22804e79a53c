package io.resnet4j.cli;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.PublicAddress;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.training.ParameterGroups;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Settings;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the verbs that train ask for in the same way, and do in the same way with it. */
final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The recipes that come along, for completion. */
    static final class Recipes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Recipe.names().iterator();
        }
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "DATA",
            description = {
                "What is learnt from: digits, cifar10[:PATH], cifar100[:PATH], folder:DIR or folder:FILE.zip. If it has a half"
                        + " for tests, or a folder val or test beside train, that is tested with; --val names another.",
                "Default: the data of --config."
            })
    private String data;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder of the run, which is made where there is none.")
    private Path output;

    @Option(
            names = "--recipe",
            paramLabel = "RECIPE", // picocli's script keeps the values of all options with one label in one place
            completionCandidates = Recipes.class,
            description = "Begin with the settings of a recipe: ${COMPLETION-CANDIDATES}.")
    private String recipe;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Take settings from a YAML file, such as the config.yaml of another run.")
    private Path config;

    @Option(names = "--dry-run", description = "Print what would be run, and run nothing.")
    private boolean dryRun;

    @Mixin
    private DecoderOptions decoding;

    /**
     * Settings from all places, the later ones having the last word.
     *
     * @param usual the recipe to begin with where the user names none
     * @param more what the verb itself says
     */
    Recipe recipe(Optional<String> usual, Map<String, String> more) throws IOException {
        if (!dryRun && output == null) {
            throw Usage.wrong(command, "where is the run to be? name a folder with -o DIR");
        }
        Map<String, String> options = new LinkedHashMap<>(SettingOptions.given(command));
        Optional.ofNullable(data).ifPresent(name -> options.put(Settings.DATA.name(), name));
        decoding.exif().ifPresent(exif -> options.put(Settings.EXIF.name(), exif.toString()));
        options.putAll(more);
        Recipe.Builder builder = Recipe.builder();
        Recipe all = orUsage(() -> {
            Optional.ofNullable(recipe).or(() -> usual).ifPresent(builder::recipe);
            if (config != null) {
                builder.file(config);
            }
            return builder.options(options).build();
        });
        if (SettingOptions.named(all, Settings.DATA).isEmpty()) {
            throw Usage.wrong(command, "what is to be learnt from? name DATA, such as digits");
        }
        return all;
    }

    /** Whether the user said anything here. */
    boolean areGiven() {
        return data != null
                || output != null
                || recipe != null
                || config != null
                || dryRun
                || decoding.exif().isPresent();
    }

    /** Whether nothing is to be run, and so nothing to be downloaded for it. */
    boolean isDry() {
        return dryRun;
    }

    /** Opens what is learnt from; before, looks whether there is a run where this one is to be. */
    TrainingData open(Recipe recipe) throws IOException {
        if (!dryRun) {
            RunFolder.requireNoRun(output);
        }
        return orUsage(() -> TrainingData.of(recipe));
    }

    /**
     * What reads the images.
     *
     * @throws picocli.CommandLine.ParameterException when the user said how, and these need no reading
     */
    ImageDecoder decoder(Recipe recipe, TrainingData images) {
        if (images.train().side().isPresent()) {
            decoding.refuse(recipe.get(Settings.DATA) + " holds pixels, not image files");
        }
        return decoding.decoder(recipe.get(Settings.EXIF));
    }

    /**
     * Begins a run and sees it through, or says what it would be.
     *
     * @param joiner makes a job of a model and images, and refuses those that do not go together
     */
    int start(Step<TrainingJob> joiner) throws IOException {
        TrainingJob job = orUsage(joiner);
        print(job);
        if (dryRun) {
            print(job.recipe());
            return 0;
        }
        try (RunFolder folder = RunFolder.create(output);
                Training training = orUsage(() -> Training.start(
                        new LibtorchEngine(), Optional.of(OneDnnEngine::new), job, folder, commandLine()))) {
            return new TrainingView(command, job, folder, training).run() ? 0 : 1;
        }
    }

    /**
     * Goes on with the run in a folder and sees it through.
     *
     * @throws MalformedFileException when its files do not go together any more
     */
    int resume(RunFolder folder) throws IOException {
        try (Model model = Model.open(folder.model())) {
            Recipe recipe = orMalformed(
                    folder, () -> Recipe.builder().file(folder.configuration()).build());
            try (TrainingData images = orMalformed(folder, () -> TrainingData.of(recipe))) {
                ImageDecoder decoder = decoding.decoder(recipe.get(Settings.EXIF));
                TrainingJob job = orMalformed(folder, () -> new TrainingJob(recipe, model, images, decoder));
                try (Training training = orMalformed(
                        folder, () -> Training.resume(new LibtorchEngine(), OneDnnEngine::new, job, folder))) {
                    return new TrainingView(command, job, folder, training).run() ? 0 : 1;
                }
            }
        }
    }

    /** The user's words, verb and all, but for passwords in addresses. */
    private List<String> commandLine() {
        return command.root().commandLine().getParseResult().originalArgs().stream()
                .map(word -> word.contains("://") ? PublicAddress.of(word) : word)
                .toList();
    }

    /** What may fail, as {@link IllegalArgumentException}, for what was asked for. */
    interface Step<T> {
        T take() throws IOException;
    }

    /** What does not go together was asked for wrongly. */
    private <T> T orUsage(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    /** What went together when the run began, and does not any more, has been changed. */
    private static <T> T orMalformed(RunFolder folder, Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(
                    folder.configuration().toString(),
                    "it is not as the run began: %s; undo what was changed".formatted(e.getMessage()),
                    e);
        }
    }

    /** Which model learns how much of itself, from what. */
    private void print(TrainingJob job) {
        ParameterGroups.Count count =
                job.recipe().parameterGroups().count(job.start().network());
        PrintWriter out = command.commandLine().getOut();
        out.printf(
                "%s: learns %s of %s parameters (%.2f %%)%n",
                job.start().spec().name(),
                Table.number(count.trainable()),
                Table.number(count.total()),
                count.percent());
        DataSet train = job.data().train();
        out.printf(
                "%s: %s images of %s classes, tested with %s%n",
                job.recipe().get(Settings.DATA),
                Table.number(train.samples().size()),
                Table.number(train.classes().size()),
                job.data()
                        .test()
                        .map(test -> Table.number(test.samples().size()) + " others")
                        .orElse("none"));
        out.flush(); // the run may last for hours, or be stopped
    }

    private void print(Recipe recipe) {
        Table table = new Table("SETTING", "VALUE", "FROM");
        recipe.settings()
                .forEach(chosen -> table.row(
                        chosen.setting().name(), chosen.value(), chosen.origin().toString()));
        table.print(command.commandLine().getOut());
    }
}
