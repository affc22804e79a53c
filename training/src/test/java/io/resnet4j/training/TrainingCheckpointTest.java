package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.FailingDisk;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.CheckpointOptions;
import io.resnet4j.weights.DType;
import io.resnet4j.weights.Safetensors;
import io.resnet4j.weights.StateDict;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingCheckpointTest {
    private static final Network NETWORK = Catalogue.named("tiny").network();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() throws IOException, LossNotFiniteException {
        file = folder.resolve("last.ckpt.safetensors");
        TrainingCheckpoint.write(file, NETWORK, new PaintedLearner(NETWORK, 5), TrainingStates.after(2));
    }

    @Test
    void aRunStandsWhereItStoodBitForBit() throws IOException {
        PaintedLearner learner = new PaintedLearner(NETWORK, 5);
        try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(file, NETWORK)) {
            assertEquals(TrainingStates.after(2), checkpoint.state());
            for (TensorSpec spec : NETWORK.tensors()) {
                same(learner.get(spec), checkpoint.weights().get(spec));
            }
            Map<String, Tensor> expected = learner.optimizerState();
            assertEquals(expected.keySet(), checkpoint.optimizerState().keySet());
            for (String name : expected.keySet()) {
                same(expected.get(name), checkpoint.optimizerState().get(name));
            }
            TensorSpec other = Catalogue.named("resnet50").network().tensors().get(100);
            assertThrows(
                    IllegalArgumentException.class, () -> checkpoint.weights().get(other));
        }
    }

    @Test
    void aRunThatBeginsAndAnOptimiserThatRemembersNothingHaveAState() throws IOException, LossNotFiniteException {
        TrainingState start = new TrainingState(TrainingPosition.START, History.EMPTY, "", "");
        Learner forgetful = new PaintedLearner(NETWORK, 5) {
            @Override
            public Map<String, Tensor> optimizerState() {
                return Map.of();
            }
        };
        TrainingCheckpoint.write(file, NETWORK, forgetful, start);
        try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(file, NETWORK)) {
            assertEquals(start, checkpoint.state());
            assertEquals(Map.of(), checkpoint.optimizerState());
        }
    }

    /** The weights are for every other verb too. */
    @Test
    void theWeightsAreReadByTheirPrefix() throws IOException {
        try (Checkpoint checkpoint =
                Checkpoint.open(file, CheckpointOptions.defaults().withPrefix("model."))) {
            TensorSpec last = NETWORK.tensors().get(NETWORK.tensors().size() - 1);
            same(
                    new PaintedLearner(NETWORK, 5).get(last),
                    StateDict.fit(NETWORK, checkpoint).get(last));
        }
    }

    /** Of a header's bytes most make another format or another tensor; of the others only the checksum knows. */
    @Test
    void aBitThatTurnsAnywhereIsNoticed() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int checked = 0;
        for (int at = 0; at < whole.length; at += at < 16_000 ? 97 : 9973) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            MalformedFileException e = refused();
            assertEquals(file.toString(), e.file(), "byte " + at);
            checked++;
        }
        assertTrue(checked > 200, "only " + checked);
        Files.write(file, whole);
        TrainingCheckpoint.open(file, NETWORK).close();
    }

    @Test
    void damageToTheNumbersIsToldWithARemedy() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length - 1] ^= 1;
        Files.write(file, whole);
        assertEquals(
                file
                        + ": it was changed or damaged since it was written (SHA-256); resume from the run's other checkpoint, or train anew",
                refused().getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0001, 0.01, 0.1, 0.5, 0.9, 0.9999})
    void aFileThatIsCutShortIsToldWithARemedy(double share) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));
        String message = refused().getMessage();
        assertTrue(message.startsWith(file + ": no run goes on from it ("), message);
        assertTrue(message.endsWith("; resume from the run's other checkpoint, or train anew"), message);
    }

    @Test
    void filesOfOtherKindsAreRefused() throws IOException {
        Files.writeString(file, "{\"format\": \"a file of somebody else, and long enough to be read\"}");
        assertTrue(refused().getMessage().contains("neither safetensors nor a PyTorch checkpoint"));
        Safetensors.write(file, Map.of("fc.weight", Tensor.counter(1)), Map.of());
        assertEquals(
                file + ": it is no checkpoint of a run; to begin a run with the weights of a file, name them as such",
                refused().getMessage());
        Safetensors.write(file, Map.of("fc.weight", Tensor.counter(1)), Map.of("training.format", "2"));
        assertEquals(
                file
                        + ": it is a checkpoint in format 2, and this version reads 1; resume with the version that wrote it",
                refused().getMessage());
    }

    @Test
    void checkpointsOfOtherNetworksAreRefused() {
        Network more = Catalogue.named("tiny").withClasses(12).network();
        MalformedFileException e =
                assertThrows(MalformedFileException.class, () -> TrainingCheckpoint.open(file, more));
        assertEquals(
                file
                        + ": it is a checkpoint of another network than tiny, 2 tensors differ: fc.bias (expected F32 [12], got F32 [10]),"
                        + " fc.weight (expected F32 [12, 64], got F32 [10, 64]); name the model that the run began with",
                e.getMessage());
    }

    /** Of this one the stem has no norm. */
    @Test
    void tensorsThatAreMissingOrTooManyAreNamed() throws IOException, LossNotFiniteException {
        Network other = Catalogue.named("preresnet110").network();
        MalformedFileException e =
                assertThrows(MalformedFileException.class, () -> TrainingCheckpoint.open(file, other));
        assertTrue(e.getMessage().contains(" differ: bn1.bias (expected none, got F32 [8]), "), e.getMessage());
        TrainingCheckpoint.write(file, other, new PaintedLearner(other, 5), TrainingStates.after(2));
        assertTrue(refused().getMessage().contains(" differ: bn1.bias (expected F32 [8], got none), "));
    }

    /** Numbers of another kind would be converted where weights are read, and a run would go on from others than it had. */
    @Test
    void numbersOfAnotherKindAreRefused() throws IOException, LossNotFiniteException {
        Learner narrow = new PaintedLearner(NETWORK, 5) {
            @Override
            public Tensor get(TensorSpec spec) {
                Tensor tensor = super.get(spec);
                return tensor.dtype() == DType.F32 ? tensor.to(DType.BF16) : tensor;
            }
        };
        TrainingCheckpoint.write(file, NETWORK, narrow, TrainingStates.after(1));
        String message = refused().getMessage();
        assertTrue(message.contains("conv1.weight (expected F32 [8, 3, 3, 3], got BF16 [8, 3, 3, 3])"), message);
    }

    /** At the start, all over the file, at its end, and where it is forced to the disk and renamed. */
    @Test
    void theCheckpointThatWasThereStaysWhereverTheDiskIsFull() throws IOException, LossNotFiniteException {
        PaintedLearner later = new PaintedLearner(NETWORK, 6);
        Path probe = folder.resolve("probe");
        TrainingCheckpoint.write(probe, NETWORK, later, TrainingStates.after(3));
        long size = Files.size(probe);
        Files.delete(probe);
        LongStream budgets = LongStream.concat(
                LongStream.of(0, 1, 2, 9, 10, size, size + 1, size + 2),
                LongStream.range(0, 40).map(i -> 11 + i * (size - 11) / 40));
        for (long budget : budgets.toArray()) {
            Path full = new FailingDisk(budget).path(file);
            FileSystemException e = assertThrows(
                    FileSystemException.class,
                    () -> TrainingCheckpoint.write(full, NETWORK, later, TrainingStates.after(3)),
                    "with " + budget);
            if (budget > 0 && budget < size + 2) {
                String expected =
                        "%s: it cannot be written: No space left on device after %d of %d bytes; what was there"
                                + " stays as it was; make room, or name a folder on another disk";
                assertEquals(expected.formatted(file, Math.min(budget - 1, size), size), e.getMessage());
            }
            try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(file, NETWORK)) {
                assertEquals(TrainingStates.after(2), checkpoint.state(), "with " + budget);
            }
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(List.of(file), files.toList(), "with " + budget);
            }
        }
        TrainingCheckpoint.write(new FailingDisk(size + 4).path(file), NETWORK, later, TrainingStates.after(3));
        try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(file, NETWORK)) {
            assertEquals(TrainingStates.after(3), checkpoint.state());
        }
    }

    private MalformedFileException refused() {
        return assertThrows(MalformedFileException.class, () -> TrainingCheckpoint.open(file, NETWORK)
                .close());
    }

    private static void same(Tensor expected, Tensor got) throws IOException {
        assertEquals(expected.dtype(), got.dtype());
        assertEquals(expected.shape(), got.shape());
        assertArrayEquals(bytes(expected), bytes(got));
    }

    private static byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes());
        tensor.read(0, bytes);
        return bytes.array();
    }
}
