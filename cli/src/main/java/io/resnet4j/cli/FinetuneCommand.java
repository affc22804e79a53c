package io.resnet4j.cli;

import io.resnet4j.training.Recipe;
import io.resnet4j.training.Settings;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
                    + " --train all everything (finetune-all: AdamW, 1e-5 and 1e-3). The default is head. The folder of the run is as"
                    + " that of train, which also goes on with it.",
            "",
            "Example: resnet4j finetune --model resnet50 --head mlp folder:pets -o runs/pets",
            "Example: resnet4j finetune --weights runs/cifar --train all digits -o runs/all",
            "Example: resnet4j train --resume runs/pets"
        })
final class FinetuneCommand implements Callable<Integer> {
    private static final String HEAD = "finetune-head";

    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions run;

    @Mixin
    private SourceOptions source;

    @Override
    public Integer call() throws IOException {
        Recipe wish = run.recipe(Optional.of(HEAD), Map.of());
        SettingOptions.named(wish, Settings.WEIGHTS)
                .ifPresent(weights -> source.usually(wish.get(Settings.MODEL), weights));
        try (TrainingData images = run.open(wish)) { // before the weights, which may have to be downloaded
            ImageDecoder decoder = run.decoder(wish, images);
            try (Model trained = source.open(!run.isDry())) {
                trained.notes().forEach(note -> Usage.note(command, note));
                Map<String, String> found =
                        Map.of(Settings.MODEL.name(), trained.spec().name(), Settings.WEIGHTS.name(), source.weights());
                Recipe recipe = run.recipe(Optional.of(usual(wish)), found);
                return run.start(() -> TrainingJob.finetune(recipe, trained, images, decoder));
            }
        }
    }

    /** The recipe for what is to be learnt, unless the user names one. */
    private static String usual(Recipe wish) {
        List<String> parts = wish.get(Settings.TRAIN);
        if (parts.isEmpty()) {
            return "finetune-all";
        }
        return parts.equals(List.of("head")) ? HEAD : "finetune-part";
    }
}
