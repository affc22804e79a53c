package io.resnet4j.cli;

import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains a model from scratch, or goes on with a run.",
        modelTransformer = SettingOptions.class,
        abbreviateSynopsis = true,
        footer = {
            "",
            "A recipe, a file and the command line may each say what a setting is; the last one counts. The folder of the run"
                    + " gets config.yaml, history.csv, curves.png and .svg, report.html, checkpoints, and model.safetensors; --weights takes"
                    + " it as it is. Ctrl-C saves and ends; --resume goes on as if nothing had happened.",
            "",
            "Example: resnet4j train digits --recipe digits -o runs/digits",
            "Example: resnet4j train cifar10 --recipe cifar30 --model resnet20 -o runs/cifar",
            "Example: resnet4j train --resume runs/cifar"
        })
final class TrainCommand implements Callable<Integer> {
    static final String DATA =
            "What is learnt from: digits, cifar10[:PATH], cifar100[:PATH], folder:DIR or folder:FILE.zip. Their half for"
                    + " tests, or the folder val or test beside train, is tested with; --val names another.";

    @Spec
    private CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "DATA", description = DATA)
    private String data;

    @Mixin
    private RunOptions run;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the run in this folder.")
    private Path resume;

    @Mixin
    private DecoderOptions decoding;

    @Override
    public Integer call() throws IOException {
        return resume == null ? start() : resume();
    }

    private int start() throws IOException {
        if (data == null) {
            throw Usage.wrong(command, "what is to be learnt from? name DATA, such as digits");
        }
        Recipe recipe = run.recipe(Optional.empty(), Map.of("data", data));
        try (TrainingData images = TrainingData.of(recipe)) {
            TrainingJob job;
            try {
                job = TrainingJob.fromScratch(recipe, images, decoding.decoder());
            } catch (IllegalArgumentException e) {
                throw Usage.wrong(command, e.getMessage());
            }
            return run.start(job);
        }
    }

    private int resume() throws IOException {
        if (data != null || run.areGiven() || !SettingOptions.given(command).isEmpty()) {
            throw Usage.wrong(command, "--resume takes all settings from the run; leave the others out");
        }
        try (RunFolder folder = RunFolder.resume(resume);
                Model model = Model.open(folder.model())) {
            Recipe recipe = Recipe.builder().file(folder.configuration()).build();
            try (TrainingData images = TrainingData.of(recipe)) {
                return run.resume(new TrainingJob(recipe, model, images, decoding.decoder()), folder);
            }
        }
    }
}
