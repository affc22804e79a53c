package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.training.ParameterGroups.Count;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Initializer;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that begin with trained models, and the recipes for them. */
class FinetuneTest {
    private static final TrainingData THREE = new TrainingData(new NumberedImages(9), Optional.empty());

    private static Model source(ResNetSpec spec) {
        Labels labels = spec.head().classes() == 10 ? Labels.cifar10() : Labels.imagenet1k();
        return Model.of(spec, new Initializer(1), Preprocessing.IMAGENET1K_V2, labels);
    }

    private static TrainingJob job(ResNetSpec spec, TrainingData data, String recipe, Map<String, String> options) {
        Recipe all = Recipe.builder()
                .recipe(recipe)
                .option("model", spec.name())
                .options(options)
                .build();
        return TrainingJob.finetune(all, source(spec), data, null);
    }

    private static TrainingData five() throws IOException {
        return new TrainingData(Subset.of(DataSets.open("digits"), List.of("0", "1", "2", "3", "4")), Optional.empty());
    }

    /** The issue's own figures, which are PyTorch's. */
    @ParameterizedTest
    @CsvSource({
        "finetune-head, mlp, 1051653, 24559685, 4.28",
        "finetune-part, linear, 14974981, 23518277, 63.67",
        "finetune-all, linear, 23518277, 23518277, 100"
    })
    void theShareThatIsLearntIsTheHeadsOrTheLastStagesOrAll(
            String recipe, String head, long trainable, long total, double percent) throws IOException {
        TrainingJob job = job(Catalogue.resnet50(), five(), recipe, Map.of("head", head));
        Count count = job.recipe().parameterGroups().count(job.start().network());
        assertEquals(new Count(trainable, total), count);
        assertEquals(percent, count.percent(), 0.005);
    }

    @ParameterizedTest
    @CsvSource({"finetune-part, 1e-4", "finetune-all, 1e-5"})
    void backbonesLearnMoreSlowlyThanHeads(String recipe, double backbone) throws IOException {
        TrainingJob job = job(Catalogue.resnet50(), five(), recipe, Map.of());
        Network network = job.start().network();
        Map<String, Double> rates = job.recipe().learnerOptions(network).learnt().stream()
                .collect(Collectors.toMap(learnt -> learnt.tensor().name(), Learnt::rate));
        assertEquals(1e-3, rates.get("fc.weight"));
        assertEquals(backbone, rates.get("layer4.2.conv3.weight"));
        assertEquals(
                List.of("resized-crop", "flip"),
                job.recipe().get(Settings.AUGMENT).stream()
                        .map(AugmentSetting::name)
                        .toList());
    }

    @Test
    void optimizersAreThoseThatPeopleFineTuneWith() {
        assertEquals(
                new Optimizer.Adam(Optimizer.Betas.DEFAULT),
                Recipe.named("finetune-head").optimizer());
        assertEquals(
                new Optimizer.Adam(Optimizer.Betas.DEFAULT),
                Recipe.named("finetune-part").optimizer());
        assertEquals(
                new Optimizer.AdamW(Optimizer.Betas.DEFAULT),
                Recipe.named("finetune-all").optimizer());
    }

    @Test
    void onlyTheHeadIsNew() throws IOException {
        TrainingJob job = job(Catalogue.named("tiny"), THREE, "finetune-head", Map.of("head", "mlp", "seed", "9"));
        Model start = job.start();
        assertEquals(List.of("one", "two", "three"), start.labels().names());
        for (TensorSpec spec : start.network().tensors()) {
            if (spec.role() != TensorSpec.Role.COUNTER) {
                int seed = spec.name().startsWith("fc.") ? 9 : 1;
                assertArrayEquals(
                        new Initializer(seed).floats(spec), start.weights().floats(spec), spec.name());
            }
        }
        assertTrue(
                start.network().tensors().stream().anyMatch(spec -> spec.name().equals("fc.4.weight")));
    }

    /** Whatever side the data have: networks know what they were trained on. */
    @Test
    void imagesArePreparedAsForTheSourceUnlessTheRecipeSaysOtherwise() throws IOException {
        TrainingData five = five();
        ResNetSpec tiny = Catalogue.named("tiny");
        Preprocessing usual = Preprocessing.IMAGENET1K_V2;
        assertEquals(usual, job(tiny, five, "finetune-head", Map.of()).start().preprocessing());
        Map<String, String> options = Map.of("resize", "100", "mean", ".1,.2,.3", "std", ".4,.5,.6");
        Normalization normalization = new Normalization(new float[] {.1f, .2f, .3f}, new float[] {.4f, .5f, .6f});
        assertEquals(
                new Preprocessing(100, 100, Interpolation.BILINEAR, normalization),
                job(tiny, five, "finetune-head", options).start().preprocessing());
        assertEquals(
                new Preprocessing(232, 64, Interpolation.BILINEAR, usual.normalization()),
                job(tiny, five, "finetune-head", Map.of("crop", "64")).start().preprocessing());
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> job(tiny, five, "finetune-head", Map.of("mean", ".1", "std", ".4")));
        assertEquals("tiny takes images of 3 channels, and 1 are normalised", e.getMessage());
    }

    @Test
    void aRecipeForAnotherModelIsRefused() {
        Recipe other = Recipe.builder()
                .recipe("finetune-head")
                .option("model", "resnet18")
                .build();
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> TrainingJob.finetune(other, source(Catalogue.named("tiny")), THREE, null));
        assertEquals(
                "model: the recipe is for resnet18, and the weights are those of tiny; make them the same",
                e.getMessage());
    }
}
