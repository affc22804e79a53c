package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.resnet4j.inference.Engine;
import io.resnet4j.inference.engine.ReferenceEngine;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Initializer;
import io.resnet4j.weights.Model;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FeatureReuseTest {
    private static final int TRAIN = 37;
    private static final int TEST = 20;
    private static final Supplier<Engine> ONCE = ReferenceEngine::new;
    private static final Map<String, String> SHORT = Map.of(
            "model",
            "tiny",
            "epochs",
            "3",
            "batch-size",
            "10",
            "test-batch-size",
            "7",
            "drop-last",
            "true",
            "seed",
            "5");

    private final NumberedImages train = new NumberedImages(TRAIN);
    private final NumberedImages test = new NumberedImages(TEST);

    @TempDir
    private Path runs;

    /** What is told of a run, and when it is stopped. */
    private static final class Log implements Training.Listener {
        private final List<Integer> features = new ArrayList<>();
        private final List<History.Row> rows = new ArrayList<>();
        private final Training training;
        private final OptionalInt lastStep;

        Log(Training training, OptionalInt lastStep) {
            this.training = training;
            this.lastStep = lastStep;
        }

        @Override
        public void featuresMade(int images, int of) {
            assertEquals(TRAIN + TEST, of);
            features.add(images);
            if (lastStep.equals(OptionalInt.of(0))) {
                training.stop();
            }
        }

        @Override
        public void stepped(TrainingPosition position, Score batch) {
            if (lastStep.equals(OptionalInt.of((int) position.steps()))) {
                training.stop();
            }
        }

        @Override
        public void epochEnded(History.Row row) {
            rows.add(row);
        }
    }

    private static Model source() {
        ResNetSpec tiny = Catalogue.named("tiny");
        Preprocessing small = new Preprocessing(8, 8, Interpolation.BILINEAR, Normalization.CIFAR10);
        return Model.of(tiny, new Initializer(1), small, Labels.cifar10());
    }

    private static Recipe recipe(String... options) {
        Recipe.Builder recipe = Recipe.builder().recipe("finetune-head").options(SHORT);
        for (String option : options) {
            recipe.option(option.split("=", 2)[0], option.split("=", 2)[1]);
        }
        return recipe.build();
    }

    private TrainingJob job(String... options) {
        return TrainingJob.finetune(recipe(options), source(), new TrainingData(train, Optional.of(test)), null);
    }

    /** The history of a whole run. */
    private List<History.Row> run(String name, Optional<Supplier<Engine>> once, TrainingJob job) throws Exception {
        try (RunFolder folder = RunFolder.create(runs.resolve(name));
                Training training = once.isPresent()
                        ? Training.start(new LinearHeadEngine(), once.get(), job, folder)
                        : Training.start(new LinearHeadEngine(), job, folder)) {
            Log log = new Log(training, OptionalInt.empty());
            training.run(log);
            return log.rows;
        }
    }

    @Test
    void imagesAreReadOnceAndAllIsLearntAsWithoutTheShortcut() throws Exception {
        List<History.Row> whole = run("whole", Optional.empty(), job());
        train.reads.set(0);
        test.reads.set(0);
        List<History.Row> once = run("once", Optional.of(ONCE), job());
        assertEquals(TRAIN, train.reads.get());
        assertEquals(TEST, test.reads.get());
        assertEquals(3, once.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(whole.get(i).trainLoss(), once.get(i).trainLoss());
            assertEquals(whole.get(i).testLoss(), once.get(i).testLoss());
            assertEquals(whole.get(i).testAccuracy(), once.get(i).testAccuracy());
        }
        assertNotEquals(once.get(0).trainLoss(), once.get(2).trainLoss());
        assertSameFiles("whole", "once");
    }

    /** Interrupted with or without the shortcut, and gone on with or without. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void aRunGoesOnEitherWay(boolean before, boolean after) throws Exception {
        run("whole", Optional.empty(), job());
        try (RunFolder folder = RunFolder.create(runs.resolve("parts"))) {
            try (Training training = before
                    ? Training.start(new LinearHeadEngine(), ONCE, job(), folder)
                    : Training.start(new LinearHeadEngine(), job(), folder)) {
                assertEquals(
                        4,
                        training.run(new Log(training, OptionalInt.of(4)))
                                .position()
                                .steps());
            }
            try (Training training = after
                    ? Training.resume(new LinearHeadEngine(), ONCE, job(), folder)
                    : Training.resume(new LinearHeadEngine(), job(), folder)) {
                training.run(Training.Listener.NONE);
            }
        }
        assertSameFiles("whole", "parts");
    }

    /** The checkpoint has all of the network: whatever is named as the source then does not count. */
    @Test
    void aRunGoesOnWithTheBackboneOfItsCheckpoint() throws Exception {
        run("whole", Optional.empty(), job());
        try (RunFolder folder = RunFolder.create(runs.resolve("parts"))) {
            try (Training training = Training.start(new LinearHeadEngine(), ONCE, job(), folder)) {
                training.run(new Log(training, OptionalInt.of(4)));
            }
            Model other = source().withWeights(new Initializer(2));
            TrainingJob job = TrainingJob.finetune(recipe(), other, new TrainingData(train, Optional.of(test)), null);
            try (Training training = Training.resume(new LinearHeadEngine(), ONCE, job, folder)) {
                training.run(Training.Listener.NONE);
            }
        }
        assertSameFiles("whole", "parts");
    }

    @Test
    void aRunIsStoppedWhileFeaturesAreMadeAndGoesOn() throws Exception {
        run("whole", Optional.empty(), job());
        try (RunFolder folder = RunFolder.create(runs.resolve("parts"))) {
            try (Training training = Training.start(new LinearHeadEngine(), ONCE, job(), folder)) {
                Log log = new Log(training, OptionalInt.of(0));
                assertEquals(TrainingPosition.START, training.run(log).position());
                assertEquals(1, log.features.size());
                assertTrue(log.features.get(0) < TRAIN, log.features::toString);
            }
            try (Training training = Training.resume(new LinearHeadEngine(), ONCE, job(), folder)) {
                Log log = new Log(training, OptionalInt.empty());
                training.run(log);
                assertEquals(TRAIN + TEST, log.features.get(log.features.size() - 1));
                assertEquals(log.features.stream().sorted().distinct().toList(), log.features);
                int told = log.features.size();
                training.run(log);
                assertEquals(told, log.features.size(), "a run that is over needs none");
            }
        }
        assertSameFiles("whole", "parts");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSourceMayBeClosedOnceTheRunIsStarted(boolean reuse) throws Exception {
        Path file = runs.resolve("source.safetensors");
        source().write(file);
        TrainingData data = new TrainingData(train, Optional.empty());
        try (RunFolder folder = RunFolder.create(runs.resolve("run"))) {
            Training training;
            try (Model source = Model.open(file)) {
                TrainingJob job = TrainingJob.finetune(recipe(), source, data, null);
                training = reuse
                        ? Training.start(new LinearHeadEngine(), ONCE, job, folder)
                        : Training.start(new LinearHeadEngine(), job, folder);
            }
            Files.delete(file);
            try (training) {
                training.run(Training.Listener.NONE);
            }
            try (Model learnt = Model.open(folder.model())) {
                TensorSpec stem = learnt.network().tensors().get(0);
                assertArrayEquals(
                        new Initializer(1).floats(stem), learnt.weights().floats(stem));
                assertEquals(train.classes(), learnt.labels().names());
            }
        }
    }

    @Test
    void whetherFeaturesAreReusedIsSaid() throws IOException {
        assertEquals(
                "a linear head; features are made once, by " + ONCE.get().description(),
                description(Optional.of(ONCE), job()));
        assertEquals(
                "a linear head; features are made once, by " + ONCE.get().description()
                        + ", in bf16 where that is fast",
                description(Optional.of(ONCE), job("precision=bf16")));
        assertEquals("a linear head", description(Optional.empty(), job()));
        Supplier<Engine> inVain = () -> fail("nobody reuses features");
        assertEquals(
                "a linear head; features are not reused: images are augmented",
                description(Optional.of(inVain), job("augment=flip")));
        assertEquals("a linear head", description(Optional.of(inVain), job("train=layer2.0.conv1,head")));
    }

    /** The reference engine has no bf16, as oneDNN has none on most processors. */
    @Test
    void whoLearnsInBf16NeedsNoFeaturesInIt() throws Exception {
        try (RunFolder folder = RunFolder.create(runs.resolve("narrow"));
                Training training = Training.start(new LinearHeadEngine(), ONCE, job("precision=bf16"), folder)) {
            assertEquals(3, training.run(Training.Listener.NONE).position().epochs());
        }
    }

    private String description(Optional<Supplier<Engine>> once, TrainingJob job) throws IOException {
        try (RunFolder folder = RunFolder.create(Files.createTempDirectory(runs, "described"));
                Training training = once.isPresent()
                        ? Training.start(new LinearHeadEngine(), once.get(), job, folder)
                        : Training.start(new LinearHeadEngine(), job, folder)) {
            return training.description();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lr=1e-3          | none",
                "augment=flip     | images are augmented",
                "frozen-norms=update | bn1 updates its statistics (frozen-norms: keep would leave them as they are)",
            })
    void featuresThatChangeAreNotReused(String option, String why) {
        assertEquals(Optional.of(why).filter(text -> !text.equals("none")), obstacle(job(option), 1 << 20));
    }

    @Test
    void backbonesThatLeaveNumbersOutMakeOtherFeaturesEachTime() {
        ResNetSpec wide = Catalogue.wideResNet(10, 1, 0.3);
        Model source = Model.of(wide, new Initializer(1), source().preprocessing(), Labels.cifar10());
        TrainingData data = new TrainingData(train, Optional.empty());
        TrainingJob job = TrainingJob.finetune(recipe("model=" + wide.name()), source, data, null);
        String why = obstacle(job, 1 << 20).orElseThrow();
        assertTrue(why.matches("layer1.0.dropout\\S* leaves out numbers at random"), why);
    }

    /** 57 vectors of 64 numbers of 4 bytes. */
    @Test
    void featuresForWhichThereIsNoRoomAreNotReused() {
        assertEquals(Optional.empty(), obstacle(job(), 57 * 64 * 4));
        assertEquals(
                Optional.of("those of 57 images take 0 MB, and 0 MB are for them; give Java more with -Xmx"),
                obstacle(job(), 57 * 64 * 4 - 1));
    }

    private static Optional<String> obstacle(TrainingJob job, long most) {
        return FeatureReuse.obstacle(
                job, job.recipe().learnerOptions(job.start().network()), most);
    }

    @Test
    void aDamagedImageIsNamed() throws IOException {
        TrainingData data = new TrainingData(new NumberedImages(TRAIN, 21), Optional.empty());
        TrainingJob job = TrainingJob.finetune(recipe(), source(), data, null);
        try (RunFolder folder = RunFolder.create(runs.resolve("damaged"));
                Training training = Training.start(new LinearHeadEngine(), ONCE, job, folder)) {
            DataSetException e = assertThrows(DataSetException.class, () -> training.run(Training.Listener.NONE));
            assertEquals(
                    "numbers: 21.jpg: damaged; no image is passed over, so mend this one or remove it", e.getMessage());
        }
    }

    @Test
    void aHeadIsANetworkOfItsOwn() {
        Network head = HeadNetwork.of(Catalogue.named("resnet50").network());
        assertEquals(Shape.of(1000), head.shapes(Shape.of(2048, 1, 1)).get(head.output()));
        assertEquals(
                List.of("fc.weight", "fc.bias"),
                head.tensors().stream().map(TensorSpec::name).toList());
    }

    @Test
    void aBackboneIsClosedWithItsHead() throws IOException {
        TrainingJob job = job();
        Network network = job.start().network();
        Learner learner = HeadLearner.open(
                new LinearHeadEngine(),
                network,
                job.start().weights(),
                job.recipe().learnerOptions(network));
        TensorSpec stem = network.tensors().get(0);
        assertEquals(stem.shape(), learner.get(stem).shape());
        learner.close();
        assertThrows(IllegalStateException.class, () -> learner.get(stem));
    }

    /** The last checkpoint, momentum included, and the model. */
    private void assertSameFiles(String expected, String got) throws IOException {
        for (String file : List.of("last.ckpt.safetensors", "best.ckpt.safetensors")) {
            Network network = job().start().network();
            try (TrainingCheckpoint a =
                            TrainingCheckpoint.open(runs.resolve(expected).resolve(file), network);
                    TrainingCheckpoint b =
                            TrainingCheckpoint.open(runs.resolve(got).resolve(file), network)) {
                for (TensorSpec spec : network.tensors()) {
                    assertArrayEquals(
                            bytes(a.weights().get(spec)), bytes(b.weights().get(spec)), spec.name());
                }
                assertArrayEquals(
                        bytes(a.optimizerState().get("momentum")),
                        bytes(b.optimizerState().get("momentum")));
                assertEquals(a.state().position().steps(), b.state().position().steps());
                assertEquals(a.state().configuration(), b.state().configuration());
            }
        }
        assertArrayEquals(
                Files.readAllBytes(runs.resolve(expected).resolve("model.safetensors")),
                Files.readAllBytes(runs.resolve(got).resolve("model.safetensors")));
    }

    private static byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes());
        tensor.read(0, bytes);
        return bytes.array();
    }
}
