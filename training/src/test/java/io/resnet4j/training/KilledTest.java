package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.TensorSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever writes checkpoints is killed with SIGKILL at random moments, and each time the next one goes on from a whole checkpoint that
 * is no older than the last one that was told to be written. {@code -Dkills=100} kills more often.
 */
class KilledTest {
    private static final int KILLS = Integer.getInteger("kills", 20);

    private final Random random = new Random();

    @TempDir
    private Path path;

    @Test
    void aWholeCheckpointOfTheLastStepsIsAlwaysThere()
            throws IOException, LossNotFiniteException, InterruptedException {
        try (RunFolder folder = RunFolder.create(path)) {
            CheckpointWriter.write(folder, TrainingStates.after(0));
        }
        int told = 0;
        int leftovers = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            told = Math.max(told, toldUntilKilled());
            leftovers += leftovers();
            int found;
            try (RunFolder folder = RunFolder.resume(path);
                    TrainingCheckpoint checkpoint = TrainingCheckpoint.open(folder.last(), CheckpointWriter.NETWORK)) {
                found = checkpoint.state().position().epochs();
                assertTrue(found == told || found == told + 1, "%d was told, %d is there".formatted(told, found));
                assertWhole(checkpoint, found);
                int rows = History.read(folder.history()).rows().size();
                assertTrue(rows == found || rows == found + 1, "%d epochs, %d rows".formatted(found, rows));
            }
            assertEquals(0, leftovers(), "of the one that was killed");
            told = found;
        }
        assertTrue(told > KILLS, "after %d kills %d checkpoints are written".formatted(KILLS, told));
        assertTrue(leftovers > 0, "nobody was killed in the middle of a file");
    }

    /** The last epoch that the writer told of. It is killed up to 50 ms after its first. */
    private int toldUntilKilled() throws IOException, InterruptedException {
        Process writer = CheckpointWriter.start(path);
        try (BufferedReader lines = writer.inputReader()) {
            String last = lines.readLine();
            Thread.sleep(0, random.nextInt(1_000_000));
            Thread.sleep(random.nextInt(50));
            writer.toHandle().destroyForcibly(); // which leaves what it printed to be read
            writer.waitFor();
            for (String line = last; line != null; line = lines.readLine()) {
                last = line;
            }
            return Integer.parseInt(last);
        } finally {
            writer.destroyForcibly();
        }
    }

    private static void assertWhole(TrainingCheckpoint checkpoint, int epochs) throws IOException {
        assertEquals(TrainingStates.after(epochs), checkpoint.state());
        for (TensorSpec spec : CheckpointWriter.NETWORK.tensors()) {
            if (spec.role() != TensorSpec.Role.COUNTER) {
                for (float value : checkpoint.weights().floats(spec)) {
                    assertEquals(epochs, value, spec.name());
                }
            }
        }
    }

    private int leftovers() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            List<Path> parts =
                    files.filter(file -> file.toString().endsWith(".part")).toList();
            return parts.size();
        }
    }
}
