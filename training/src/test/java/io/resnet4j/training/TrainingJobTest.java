package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.Head;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingJobTest {
    private static final ImageDecoder NONE = (file, name) -> {
        throw new AssertionError("these images lie in memory");
    };

    @Test
    void digitsKeepTheirSizeAndGreyNetsSeeGrey() throws IOException {
        try (TrainingData digits = TrainingData.open("digits", Optional.empty(), 0)) {
            Model start = job(Map.of("mean", ".3", "std", ".4"), digits).start();
            assertEquals(1, start.network().channels());
            assertEquals(8, start.preprocessing().resize());
            assertEquals(8, start.preprocessing().crop());
            assertArrayEquals(
                    new float[] {.3f}, start.preprocessing().normalization().mean());
            assertArrayEquals(
                    new float[] {.4f}, start.preprocessing().normalization().std());
            assertEquals(digits.train().classes(), start.labels().names());
            assertEquals(10, start.network().classes());
        }
    }

    @Test
    void filesArePreparedAsThePaperDoesUnlessTheRecipeKnowsBetter() throws IOException {
        TrainingData data = data(40, 9);
        assertEquals(
                Preprocessing.IMAGENET1K_V1,
                job(Map.of("model", "resnet18"), data).start().preprocessing());
        Preprocessing small =
                job(Map.of("resize", "20", "crop", "16"), data).start().preprocessing();
        assertEquals(20, small.resize());
        assertEquals(16, small.crop());
        assertEquals(Normalization.CIFAR10, small.normalization());
        assertEquals(
                20,
                job(Map.of("resize", "20"), data).start().preprocessing().crop(),
                "the paper's 32 would miss the image");
    }

    @Test
    void theHeadIsTheRecipes() throws IOException {
        Model start = job(Map.of("head", "mlp"), data(40, 9)).start();
        assertEquals(new Head.Mlp(), start.spec().head().layers());
        assertEquals(3, start.network().classes());
    }

    @Test
    void whatIsTrainedAlreadyIsNotTrainedFromScratch() throws IOException {
        Recipe recipe = Recipe.builder()
                .option("data", "digits")
                .option("weights", "mine.pth")
                .build();
        try (TrainingData data = TrainingData.of(recipe)) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> TrainingJob.fromScratch(recipe, data, null));
            assertEquals(
                    "weights: expected none, got mine.pth; a trained model is fine-tuned, with a new head",
                    e.getMessage());
        }
    }

    @Test
    void weightsAreDrawnByTheSeed() throws IOException {
        assertArrayEquals(firstWeights("7"), firstWeights("7"));
        float[] other = firstWeights("8");
        float[] some = firstWeights("7");
        for (int i = 0; i < some.length; i++) {
            assertTrue(some[i] != other[i], "number " + i);
        }
    }

    private static float[] firstWeights(String seed) throws IOException {
        Model start = job(Map.of("seed", seed), data(40, 9)).start();
        return start.weights().floats(start.network().tensors().get(0));
    }

    @Test
    void batchesAreAsTheRecipeHasThem() throws IOException, LossNotFiniteException {
        TrainingData data = data(42, 9);
        Map<String, String> sizes = Map.of("batch-size", "8", "test-batch-size", "4", "epochs", "3");
        TrainingLoop.Course course = job(sizes, data).course();
        assertEquals(new RunLength(3, 6), course.length());
        assertEquals(List.of(8, 8, 8, 8, 8, 2), sizes(course.train().epoch(new Randomness(0), 0, 0)));
        assertEquals(List.of(4, 4, 1), sizes(course.test().orElseThrow().inOrder()));
        TrainingLoop.Course full =
                job(Map.of("batch-size", "8", "drop-last", "true"), data).course();
        assertEquals(5, full.length().stepsPerEpoch());
        assertEquals(0.1, full.rate());
        assertTrue(job(Map.of(), new TrainingData(new NumberedImages(40), Optional.empty()))
                .course()
                .test()
                .isEmpty());
    }

    /** Tested images are never augmented, and are normalised as those that are learnt. */
    @Test
    void onlyWhatIsLearntIsAugmented() throws IOException {
        TrainingData data = new TrainingData(new NumberedImages(12), Optional.of(new NumberedImages(12)));
        TrainingLoop.Course plain = job(Map.of("resize", "8"), data).course();
        TrainingLoop.Course augmented =
                job(Map.of("resize", "8", "augment", "crop=2,flip"), data).course();
        Set<Float> tested = sums(augmented.test().orElseThrow().inOrder());
        assertEquals(12, tested.size());
        assertEquals(tested, sums(plain.train().epoch(new Randomness(0), 0, 0)));
        Set<Float> learnt = sums(augmented.train().epoch(new Randomness(0), 0, 0));
        learnt.retainAll(tested);
        assertTrue(learnt.size() < 6, "the same as without: " + learnt.size());
    }

    @Test
    void classesMustBeTheSame() throws IOException {
        try (DataSet digits = DataSets.open("digits")) {
            TrainingData mixed = new TrainingData(new NumberedImages(40), Optional.of(digits));
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> job(Map.of(), mixed));
            assertEquals(
                    "digits has the classes [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], and numbers has [one, two, three]",
                    e.getMessage());
        }
        TrainingJob good = job(Map.of(), data(40, 9));
        Model other = good.start().withLabels(new Labels(List.of("three", "two", "one")));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new TrainingJob(good.recipe(), other, good.data(), NONE));
        assertEquals("numbers has the classes [one, two, three], and the model has [three, two, one]", e.getMessage());
    }

    /** Before a folder is made, and in a dry run. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resize=8 | augment=flip,flip | each augmentation comes once, got flip, flip",
                "resize=8 | augment=crop=8 | a crop that pads by 8 could miss an image of 8 x 8",
                "drop-last=true | batch-size=64 | numbers: 40 images make no batch of 64; choose smaller batches, or",
                "resize=8 | batch-size=39 | batch-size: a batch would be a single image, of which layer4.0.bn1 sees a single pixel",
                "augment=resized-crop=8 | batch-size=1 | batch-size: a batch would be a single image, of which layer4.0.bn1 sees",
            })
    void whatCannotBeLearntFromIsRefusedAtOnce(String first, String second, String problem) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> job(options(first, second), data(40, 9)));
        assertTrue(e.getMessage().startsWith(problem), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "resize=8, batch-size=38",
        "resize=16, batch-size=39",
        "drop-last=true, batch-size=39",
        "frozen-norms=keep, batch-size=39"
    })
    void aSingleImageIsABatchWhereItHasAVariance(String first, String second) {
        Map<String, String> options = new HashMap<>(Map.of("resize", "8", "train", "head"));
        options.putAll(options(first, second));
        assertEquals(40, job(options, data(40, 9)).data().train().samples().size());
    }

    private static Map<String, String> options(String... options) {
        return Arrays.stream(options)
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static List<Integer> sizes(LabelledBatches all) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        try (LabelledBatches batches = all) {
            while (batches.hasNext()) {
                sizes.add(batches.next().labels().length);
            }
        }
        return sizes;
    }

    /** The first number of each image and its label, together. */
    private static Set<Float> sums(LabelledBatches all) throws IOException {
        Set<Float> sums = new HashSet<>();
        try (LabelledBatches batches = all) {
            while (batches.hasNext()) {
                LabelledBatch batch = batches.next();
                for (int i = 0; i < batch.labels().length; i++) {
                    sums.add(LoaderTest.written(batch.images(), i)[0] + 10 * batch.labels()[i]);
                }
            }
        }
        return sums;
    }

    private static TrainingData data(int train, int test) {
        return new TrainingData(new NumberedImages(train), Optional.of(new NumberedImages(test)));
    }

    private static TrainingJob job(Map<String, String> options, TrainingData data) {
        Recipe recipe =
                Recipe.builder().option("model", "tiny").options(options).build();
        return TrainingJob.fromScratch(recipe, data, NONE);
    }
}
