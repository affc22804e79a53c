package io.resnet4j.libtorch;

import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Score;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.training.TrainingPosition;
import io.resnet4j.training.TrainingState;
import io.resnet4j.vision.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * A virtual machine of its own that learns digits until it is done or somebody kills it: {@code FOLDER EPOCHS}. It goes on with the run
 * in the folder where there is one; a line on stdout tells of each step.
 */
final class DigitsRun {
    private DigitsRun() {}

    /** @param cores that it believes to have, each of which makes images */
    static Process start(Path folder, int epochs, int cores) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ActiveProcessorCount=" + cores,
                        "-cp",
                        System.getProperty("java.class.path"),
                        DigitsRun.class.getName(),
                        folder.toString(),
                        Integer.toString(epochs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        Path path = Path.of(arguments[0]);
        Recipe recipe = recipe(Map.of("epochs", arguments[1], "batch-size", "145"));
        try (TrainingData data = TrainingData.of(recipe)) {
            run(path, job(recipe, data), (training, steps) -> System.out.println(steps));
        }
    }

    /** Begins a run, or goes on with the one that is there. */
    static TrainingState run(Path path, TrainingJob job, ObjLongConsumer<Training> afterStep) throws Exception {
        boolean goesOn = Files.exists(path.resolve("last.ckpt.safetensors"));
        try (RunFolder folder = goesOn ? RunFolder.resume(path) : RunFolder.create(path);
                Training training = goesOn
                        ? Training.resume(new LibtorchEngine(), job, folder)
                        : Training.start(new LibtorchEngine(), job, folder)) {
            return training.run(new Training.Listener() {
                @Override
                public void stepped(TrainingPosition position, Score batch) {
                    afterStep.accept(training, position.steps());
                }
            });
        }
    }

    /** A small net with dropout, augmentation, an optimiser that remembers, and a rate that changes; on one core. */
    static Recipe recipe(Map<String, String> more) {
        return Recipe.builder()
                .recipe("digits")
                .options(Map.of("data", "digits", "model", "tiny", "head", "mlp", "threads", "1", "lr", "0.01"))
                .options(Map.of("optimizer", "adamw", "augment", "crop=1,flip"))
                .options(more)
                .build();
    }

    static TrainingJob job(Recipe recipe, TrainingData data) {
        return TrainingJob.fromScratch(recipe, data, (file, name) -> {
            throw new ImageException(name, "digits are no files");
        });
    }
}
