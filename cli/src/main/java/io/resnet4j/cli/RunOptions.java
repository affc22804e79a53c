package io.resnet4j.cli;

import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.training.ParameterGroups;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder of the run, which is made where there is none.")
    private Path output;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
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

    /**
     * Settings from all places, the later ones having the last word.
     *
     * @param usual the recipe to begin with where the user names none
     * @param more what the verb itself says
     */
    Recipe recipe(Optional<String> usual, Map<String, String> more) throws IOException {
        try {
            Recipe.Builder builder = Recipe.builder();
            Optional.ofNullable(recipe).or(() -> usual).ifPresent(builder::recipe);
            if (config != null) {
                builder.file(config);
            }
            return builder.options(SettingOptions.given(command)).options(more).build();
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    /** Whether the user said anything here. */
    boolean areGiven() {
        return output != null || recipe != null || config != null || dryRun;
    }

    /** Begins a run and sees it through, or says what it would be. */
    int start(TrainingJob job) throws IOException {
        if (!dryRun && output == null) {
            throw Usage.wrong(command, "where is the run to be? name a folder with -o DIR");
        }
        PrintWriter out = command.commandLine().getOut();
        ParameterGroups.Count count;
        try {
            count = job.recipe().parameterGroups().count(job.start().network());
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
        out.printf(
                "%s: learns %s of %s parameters (%.2f %%)%n",
                job.start().spec().name(),
                Table.number(count.trainable()),
                Table.number(count.total()),
                count.percent());
        if (dryRun) {
            print(job.recipe());
            return 0;
        }
        try (RunFolder folder = RunFolder.create(output);
                Training training = Training.start(
                        new LibtorchEngine(), Optional.of(new OneDnnEngine()), job, folder, commandLine())) {
            return new TrainingView(command, job, folder, training).run() ? 0 : 1;
        }
    }

    /** The user's words, verb and all. */
    private List<String> commandLine() {
        return command.root().commandLine().getParseResult().originalArgs();
    }

    /** Goes on with a run and sees it through. */
    int resume(TrainingJob job, RunFolder folder) throws IOException {
        try (Training training = Training.resume(new LibtorchEngine(), new OneDnnEngine(), job, folder)) {
            return new TrainingView(command, job, folder, training).run() ? 0 : 1;
        }
    }

    private void print(Recipe recipe) {
        Table table = new Table("SETTING", "VALUE", "FROM");
        recipe.settings()
                .forEach(chosen -> table.row(
                        chosen.setting().name(), chosen.value(), chosen.origin().toString()));
        table.print(command.commandLine().getOut());
    }
}
