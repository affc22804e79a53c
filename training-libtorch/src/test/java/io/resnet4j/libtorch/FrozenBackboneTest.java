package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Engine;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Subset;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Initializer;
import io.resnet4j.weights.Model;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** oneDNN makes the features once, or libtorch makes them in each epoch: the same head comes of it. */
@Timeout(120)
class FrozenBackboneTest {
    private static final List<String> DIGITS = List.of("3", "1", "4", "5", "9");

    @TempDir
    private Path runs;

    @Test
    void headsWithDropoutLearnTheSameFromFeaturesThatAreReused() throws Exception {
        String whole = run("whole", Optional.empty());
        assertFalse(whole.contains("features"), whole);
        String once = run("once", Optional.of(OneDnnEngine::new));
        assertTrue(once.startsWith(whole + "; features are made once, by oneDNN"), once);
        try (Model expected = model("whole");
                Model got = model("once");
                Model start = source()) {
            assertEquals(DIGITS, got.labels().names());
            for (TensorSpec spec : got.network().tensors()) {
                if (spec.role() != TensorSpec.Role.COUNTER) {
                    float[] numbers = expected.weights().floats(spec);
                    boolean head = spec.name().startsWith("fc.");
                    assertArrayEquals(numbers, got.weights().floats(spec), head ? 1e-4f : 0, spec.name());
                    TensorSource first = head ? new Initializer(7) : start.weights();
                    assertEquals(!head, Arrays.equals(numbers, first.floats(spec)), spec.name());
                }
            }
        }
    }

    private Model model(String run) throws IOException {
        return Model.open(runs.resolve(run).resolve("model.safetensors"));
    }

    private static Model source() {
        ResNetSpec tiny = Catalogue.named("tiny");
        return Model.of(tiny, new Initializer(1), Preprocessing.CIFAR10, Labels.cifar10());
    }

    /** Three epochs; how they were learnt. */
    private String run(String name, Optional<Supplier<Engine>> backbone) throws Exception {
        Recipe recipe = Recipe.builder()
                .recipe("finetune-head")
                .options(Map.of("model", "tiny", "head", "mlp", "epochs", "3", "seed", "7"))
                .options(Map.of("clip-norm", "1", "label-smoothing", "0.1", "batch-size", "32"))
                .build();
        TrainingData data = new TrainingData(
                Subset.of(DataSets.open("digits!/train"), DIGITS, 30),
                Optional.of(Subset.of(DataSets.open("digits"), DIGITS)));
        TrainingJob job = TrainingJob.finetune(recipe, source(), data, null);
        LibtorchEngine engine = new LibtorchEngine();
        try (RunFolder folder = RunFolder.create(runs.resolve(name));
                Training training = backbone.isPresent()
                        ? Training.start(engine, backbone.get(), job, folder)
                        : Training.start(engine, job, folder)) {
            training.run(Training.Listener.NONE);
            return training.description();
        }
    }
}
