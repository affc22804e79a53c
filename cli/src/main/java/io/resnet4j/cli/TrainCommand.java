package io.resnet4j.cli;

import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Settings;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.vision.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains a model from scratch, or goes on with a run.",
        modelTransformer = SettingOptions.class,
        abbreviateSynopsis = true,
        footer = {
            "",
            "A recipe, a file and the command line may each say what a setting is; the last one counts. In a file a setting has the"
                    + " same name: 'batch-size: 64'. The folder of the run gets config.yaml, provenance.json, history.csv, curves.png"
                    + " and .svg, report.html, checkpoints, and model.safetensors; --weights of other verbs takes it as it is."
                    + " Ctrl-C saves and ends; --resume goes on as if nothing had happened.",
            "",
            "Example: resnet4j train digits --recipe digits -o runs/digits",
            "Example: resnet4j train cifar10 --recipe cifar30 --model resnet20 -o runs/cifar",
            "Example: resnet4j train --resume runs/cifar",
            "Example: resnet4j train --config runs/digits/config.yaml --seed 1 -o runs/again"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions run;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the run in this folder.")
    private Path resume;

    @Override
    public Integer call() throws IOException {
        return resume == null ? start() : resume();
    }

    private int start() throws IOException {
        Recipe recipe = run.recipe(Optional.empty(), Map.of());
        SettingOptions.named(recipe, Settings.WEIGHTS).ifPresent(weights -> {
            throw Usage.wrong(
                    command,
                    "train begins with an untrained network, and --config says weights: %s; use finetune"
                            .formatted(weights));
        });
        try (TrainingData images = run.open(recipe)) {
            ImageDecoder decoder = run.decoder(recipe, images);
            return run.start(() -> {
                TrainingJob job = TrainingJob.fromScratch(recipe, images, decoder);
                noteFrozen(recipe);
                return job;
            });
        }
    }

    private void noteFrozen(Recipe recipe) {
        if (!recipe.get(Settings.TRAIN).isEmpty()
                || !recipe.get(Settings.FREEZE).isEmpty()) {
            Usage.note(
                    command,
                    "train begins with random numbers, and what is not learnt keeps them; finetune begins with trained ones");
        }
    }

    private int resume() throws IOException {
        if (run.areGiven() || !SettingOptions.given(command).isEmpty()) {
            throw Usage.wrong(command, "--resume takes all settings from the run; leave the others out");
        }
        try (RunFolder folder = RunFolder.resume(resume)) {
            return run.resume(folder);
        }
    }
}
