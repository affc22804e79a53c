package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Network;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.FailingDisk;
import io.resnet4j.testkit.QuickDisk;
import io.resnet4j.testkit.RunOutcome;
import io.resnet4j.weights.Model;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of 10 steps an epoch, by an engine that is cheap. */
class TrainingTest {
    private static final LongPredicate NEVER = step -> false;

    @TempDir(factory = QuickDisk.class)
    private Path temporary;

    private final AddingEngine engine = new AddingEngine();
    private Path path;

    @BeforeEach
    void setUp() {
        path = temporary.resolve("run");
    }

    @Test
    void whereverItIsInterruptedARunEndsTheSame() throws Exception {
        RunOutcome whole = uninterrupted(2);
        for (int step = 1; step <= 20; step++) {
            path = temporary.resolve("run" + step);
            int last = step;
            TrainingState stopped = start(job(2), position -> position == last);
            assertEquals(step, stopped.position().steps());
            assertEquals(1 + (step - 1) % 10, stopped.position().stepsInEpoch());
            assertEquals(stopped.history(), History.read(path.resolve("history.csv")));
            TrainingState end = resume(job(2), NEVER);
            assertEquals(new TrainingPosition(2, 0, 20, Score.NONE, 0), end.position());
            assertEquals(whole, RunOutcome.of(path), "stopped after step " + step);
        }
    }

    @Test
    void aRunThatStopsAfterEachStepEndsTheSame() throws Exception {
        RunOutcome whole = uninterrupted(2);
        TrainingState state = start(job(2), step -> true);
        for (int step = 1; step <= 20; step++) {
            assertEquals(step, state.position().steps());
            state = resume(job(2), any -> true);
        }
        assertEquals(2, state.position().epochs());
        assertEquals(whole, RunOutcome.of(path));
    }

    /** Of the images for tests there may be as many as half an hour takes. */
    @Test
    void aTestIsGivenUpForAStop() throws Exception {
        RunOutcome whole = uninterrupted(2);
        int[] tested = {0};
        try (RunFolder folder = RunFolder.create(path);
                Training training = Training.start(engine, job(2), folder)) {
            engine.onTest = () -> {
                tested[0]++;
                training.stop();
            };
            TrainingState stopped = training.run(Training.Listener.NONE);
            assertEquals(10, stopped.position().stepsInEpoch());
            assertEquals(0, stopped.position().epochs());
        }
        assertEquals(1, tested[0], "batches of 3");
        engine.onTest = () -> {};
        resume(job(2), NEVER);
        assertEquals(whole, RunOutcome.of(path));
    }

    @Test
    void aFullDiskLeavesTheLastCheckpointWhole() throws Exception {
        RunOutcome whole = uninterrupted(2);
        long model = Files.size(temporary.resolve("whole/model.safetensors"));
        for (int i = 0; i < 12; i++) {
            path = temporary.resolve("run" + i);
            long budget = 3 * model
                    + i * model / 3; // the start takes 2 or 3 times its size, and so does each epoch and its best
            Path full = new FailingDisk(budget).path(path);
            FileSystemException e = assertThrows(FileSystemException.class, () -> start(full, job(2), NEVER));
            assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
            assertTrue(e.getMessage().contains("what was there stays as it was; make room"), e.getMessage());
            resume(job(2), NEVER);
            assertEquals(whole, RunOutcome.of(path), "with " + budget);
        }
    }

    /** As if it were killed just there, for nothing is written any more. */
    @Test
    void betweenAnyTwoFilesARunCanBeKilled() throws Exception {
        RunOutcome whole = uninterrupted(2);
        FailingDisk patient = FailingDisk.after(Integer.MAX_VALUE);
        start(patient.path(temporary.resolve("patient")), job(2), NEVER);
        List<String> events = patient.events();
        int[] files = IntStream.range(1, events.size())
                .filter(event -> events.get(event).startsWith("make"))
                .toArray();
        assertTrue(files.length >= 11, "4 of the start, 4 of an epoch: " + events);
        for (int file = 0; file < files.length; file++) {
            path = temporary.resolve("run" + file);
            Path failing = FailingDisk.after(files[file]).path(path);
            String where = events.get(files[file]) + ", file " + file;
            assertThrows(IOException.class, () -> start(failing, job(2), NEVER), where);
            if (file < 4) {
                start(job(2), NEVER); // there is no run yet
            } else {
                assertOneCourseOfEvents(where);
                resume(job(2), NEVER);
            }
            assertEquals(whole, RunOutcome.of(path), where);
        }
    }

    /** Once a run is open to go on, its files tell of one moment, and the best of one before. */
    private void assertOneCourseOfEvents(String where) throws IOException {
        TrainingJob job = job(2);
        Network network = job.start().network();
        try (RunFolder folder = RunFolder.resume(path);
                Training training = Training.resume(engine, job, folder);
                TrainingCheckpoint last = TrainingCheckpoint.open(folder.last(), network);
                Model model = Model.open(folder.model())) {
            History history = training.state().history();
            assertEquals(history, History.read(folder.history()), where);
            TensorSpec first = network.tensors().get(0);
            assertArrayEquals(last.weights().floats(first), model.weights().floats(first), where);
            assertEquals(history.best().isPresent(), Files.exists(folder.best()), where);
            if (history.best().isPresent()) {
                try (TrainingCheckpoint best = TrainingCheckpoint.open(folder.best(), network)) {
                    List<History.Row> rows = best.state().history().rows();
                    assertEquals(history.best().get(), rows.get(rows.size() - 1), where);
                }
            }
        }
    }

    @Test
    void aLossThatIsNotFiniteStopsAtItsStep() throws Exception {
        RunOutcome whole = uninterrupted(4);
        engine.stepsToNaNLoss = 16;
        LossNotFiniteException e = assertThrows(LossNotFiniteException.class, () -> start(job(4), NEVER));
        assertEquals(
                "the loss is NaN at step 17, in epoch 2; try a lower learning rate, a warm-up or clip-norm",
                e.getMessage());
        assertFirstEpochIsSaved();
        engine.stepsToNaNLoss = -1;
        resume(job(4), NEVER);
        assertEquals(whole, RunOutcome.of(path));
    }

    /** The loss of the step after which they are not finite was finite. */
    @ParameterizedTest
    @ValueSource(ints = {15, 20})
    void weightsThatAreNotFiniteReplaceNoCheckpoint(int step) throws Exception {
        RunOutcome whole = uninterrupted(4);
        engine.stepsToNaNWeights = step;
        LossNotFiniteException e =
                assertThrows(LossNotFiniteException.class, () -> start(job(4), position -> position == step));
        assertEquals(
                ("model.conv1.weight holds numbers that are not finite after step %d, in epoch 2;"
                                + " try a lower learning rate, a warm-up or clip-norm")
                        .formatted(step),
                e.getMessage());
        assertFirstEpochIsSaved();
        engine.stepsToNaNWeights = -1;
        resume(job(4), NEVER);
        assertEquals(whole, RunOutcome.of(path));
    }

    /** What it learnt before it failed is in its weights, and not in its state. */
    @Test
    void whatHasFailedIsResumedFromItsFolder() throws Exception {
        RunOutcome whole = uninterrupted(4);
        engine.stepsToNaNLoss = 16;
        try (RunFolder folder = RunFolder.create(path);
                Training training = Training.start(engine, job(4), folder)) {
            assertThrows(LossNotFiniteException.class, () -> training.run(Training.Listener.NONE));
            engine.stepsToNaNLoss = -1;
            IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> training.run(Training.Listener.NONE));
            assertEquals("the run has failed; resume it from its folder", e.getMessage());
        }
        assertFirstEpochIsSaved();
        resume(job(4), NEVER);
        assertEquals(whole, RunOutcome.of(path));
    }

    /** Nothing is lost of a run whose only checkpoint is that of its start, even if it was resumed. */
    @Test
    void aFolderIsFreeWhereARunTookNoStepThatWasSaved() throws Exception {
        engine.stepsToNaNLoss = 3;
        assertThrows(LossNotFiniteException.class, () -> start(job(4), NEVER));
        assertThrows(LossNotFiniteException.class, () -> resume(job(4), NEVER));
        engine.stepsToNaNLoss = -1;
        start(job(2), position -> position == 1);
        assertThrows(MalformedFileException.class, () -> RunFolder.create(path), "a step is lost");
        RunOutcome whole = uninterrupted(2);
        resume(job(2), NEVER);
        assertEquals(whole, RunOutcome.of(path));
    }

    private void assertFirstEpochIsSaved() throws Exception {
        RunOutcome saved = RunOutcome.of(path);
        assertEquals(2, saved.history().size(), "header and epoch 1");
        assertEquals(saved.last(), saved.best());
        try (TrainingCheckpoint last = TrainingCheckpoint.open(
                path.resolve("last.ckpt.safetensors"), job(4).start().network())) {
            assertEquals(
                    new TrainingPosition(1, 0, 10, Score.NONE, 0), last.state().position());
        }
    }

    @Test
    void noRunBeginsWithWeightsThatAreNotFinite() throws Exception {
        TrainingJob good = job(4);
        Model bad = good.start()
                .withWeights(spec -> spec.name().equals("fc.bias")
                        ? Tensor.of(spec.shape(), 0, Float.POSITIVE_INFINITY, 0)
                        : good.start().weights().get(spec));
        TrainingJob job = new TrainingJob(good.recipe(), bad, good.data(), good.decoder());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> start(job, NEVER));
        assertEquals(
                "no run begins with such weights: model.fc.bias holds numbers that are not finite", e.getMessage());
        start(good, NEVER); // the folder is free
    }

    @Test
    void aRunGoesOnWithItsOwnSettings() throws Exception {
        start(job(4), position -> position == 15);
        MalformedFileException e = assertThrows(
                MalformedFileException.class,
                () -> resume(job(Map.of("epochs", "5", "optimizer", "adam"), data()), NEVER));
        assertEquals(
                path.resolve("last.ckpt.safetensors")
                        + ": the run began with other settings than it is to go on with: epochs (4, now 5), optimizer (sgd, now"
                        + " adam), momentum (0.9, now of no use), nesterov (false, now of no use), beta1 (of no use, now 0.9),"
                        + " beta2 (of no use, now 0.999), epsilon (of no use, now 0.00000001); resume it with those of config.yaml",
                e.getMessage());
        Recipe written = Recipe.builder().file(path.resolve("config.yaml")).build();
        assertEquals(job(4).recipe(), written);
    }

    /** As many steps an epoch as before, or others: where the images are others, so is each position. */
    @ParameterizedTest
    @CsvSource({"39, 9", "38, 9", "44, 9", "40, 8"})
    void aRunGoesOnWithItsOwnData(int train, int test) throws Exception {
        start(job(4), position -> position == 15);
        TrainingData other = new TrainingData(new NumberedImages(train), Optional.of(new NumberedImages(test)));
        MalformedFileException e =
                assertThrows(MalformedFileException.class, () -> resume(job(Map.of(), other), NEVER));
        assertEquals(
                path.resolve("last.ckpt.safetensors")
                        + ": the run began with other data than numbers has now: other images, labels, or another order, to learn from"
                        + " or to test with; resume it with those",
                e.getMessage());
    }

    @Test
    void aRunGoesOnWithTheStateOfItsOptimiser() throws Exception {
        start(job(4), position -> position == 15);
        engine.onRestore = () -> {
            throw new IllegalArgumentException("the state is not that of this optimiser");
        };
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> resume(job(4), NEVER));
        assertEquals(
                path.resolve("last.ckpt.safetensors") + ": the state is not that of this optimiser", e.getMessage());
    }

    @Test
    void whatARunWasMadeWithIsWrittenOnce() throws Exception {
        try (RunFolder folder = RunFolder.create(path);
                Training training =
                        Training.start(engine, Optional.empty(), job(2), folder, List.of("train", "numbers"))) {
            String provenance = Files.readString(folder.provenance());
            assertTrue(provenance.contains("\"command\" : [ \"train\", \"numbers\" ]"), provenance);
            assertTrue(provenance.contains("\"engine\" : \"adding, on paper\""), provenance);
            assertTrue(provenance.contains("\"images\" : 40"), provenance);
            assertTrue(provenance.contains("\"images\" : 9"), provenance);
            training.stop();
            training.run(Training.Listener.NONE);
        }
        byte[] written = Files.readAllBytes(path.resolve("provenance.json"));
        resume(job(2), NEVER);
        assertArrayEquals(written, Files.readAllBytes(path.resolve("provenance.json")));
    }

    private RunOutcome uninterrupted(int epochs) throws Exception {
        Path whole = temporary.resolve("whole");
        start(whole, job(epochs), NEVER);
        RunOutcome outcome = RunOutcome.of(whole);
        assertEquals(1 + epochs, outcome.history().size());
        return outcome;
    }

    private TrainingState start(TrainingJob job, LongPredicate isLast) throws Exception {
        return start(path, job, isLast);
    }

    private TrainingState start(Path where, TrainingJob job, LongPredicate isLast) throws Exception {
        try (RunFolder folder = RunFolder.create(where);
                Training training = Training.start(engine, job, folder)) {
            return run(training, isLast);
        }
    }

    private TrainingState resume(TrainingJob job, LongPredicate isLast) throws Exception {
        try (RunFolder folder = RunFolder.resume(path);
                Training training = Training.resume(engine, job, folder)) {
            return run(training, isLast);
        }
    }

    /** @param isLast of the steps taken in all, whether to stop there */
    private static TrainingState run(Training training, LongPredicate isLast) throws Exception {
        return training.run(new Training.Listener() {
            @Override
            public void stepped(TrainingPosition position, Score batch) {
                if (isLast.test(position.steps())) {
                    training.stop();
                }
            }
        });
    }

    private static TrainingJob job(int epochs) {
        return job(Map.of("epochs", "" + epochs), data());
    }

    private static TrainingData data() {
        return new TrainingData(new NumberedImages(40), Optional.of(new NumberedImages(9)));
    }

    private static TrainingJob job(Map<String, String> more, TrainingData data) {
        Recipe recipe = Recipe.builder()
                .options(Map.of("model", "tiny", "epochs", "4", "batch-size", "4", "test-batch-size", "3"))
                .options(Map.of("resize", "8", "crop", "8", "augment", "crop=2,flip"))
                .options(more)
                .build();
        return TrainingJob.fromScratch(recipe, data, (bytes, name) -> {
            throw new AssertionError("these images lie in memory");
        });
    }
}
