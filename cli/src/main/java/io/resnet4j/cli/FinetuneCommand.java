package io.resnet4j.cli;

import io.resnet4j.training.Recipe;
import io.resnet4j.training.Settings;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "finetune",
        description = "Teaches a trained model other classes: it gets a new head, and as much of it learns as you say.",
        modelTransformer = SettingOptions.class,
        abbreviateSynopsis = true,
        footer = {
            "",
            "--train head learns the new head alone (recipe finetune-head: Adam at 1e-3; what the rest makes of each image is computed"
                    + " once), --train layer4,head parts of the rest too (finetune-part: Adam, 1e-4 and 1e-3 for the head),"
                    + " --train all everything (finetune-all: AdamW, 1e-5 and 1e-3). The folder of the run is that of train, which"
                    + " also goes on with it.",
            "",
            "Example: resnet4j finetune --model resnet50 --head mlp folder:pets -o runs/pets",
            "Example: resnet4j finetune --weights runs/c20 --train all digits -o runs/two",
            "Example: resnet4j train --resume runs/pets"
        })
final class FinetuneCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "DATA", description = TrainCommand.DATA)
    private String data;

    @Mixin
    private RunOptions run;

    @Mixin
    private SourceOptions source;

    @Mixin
    private DecoderOptions decoding;

    @Override
    public Integer call() throws IOException {
        try (Model trained = source.open()) {
            trained.notes().forEach(note -> Usage.note(command, note));
            Map<String, String> asked = new LinkedHashMap<>();
            asked.put(Settings.DATA.name(), data);
            asked.put(Settings.MODEL.name(), trained.spec().name());
            asked.put(Settings.WEIGHTS.name(), source.weights());
            Recipe recipe = run.recipe(Optional.of(usual()), asked);
            try (TrainingData images = TrainingData.of(recipe)) {
                return run.start(job(recipe, trained, images));
            }
        }
    }

    private TrainingJob job(Recipe recipe, Model trained, TrainingData images) {
        try {
            return TrainingJob.finetune(recipe, trained, images, decoding.decoder());
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    /** The recipe for what is to be learnt, unless the user names one. */
    private String usual() {
        String train = SettingOptions.given(command).getOrDefault(Settings.TRAIN.name(), "head");
        return switch (train) {
            case "head" -> "finetune-head";
            case "all" -> "finetune-all";
            default -> "finetune-part";
        };
    }
}
