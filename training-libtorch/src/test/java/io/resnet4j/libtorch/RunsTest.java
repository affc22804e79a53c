package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.QuickDisk;
import io.resnet4j.testkit.RunOutcome;
import io.resnet4j.training.LossNotFiniteException;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.Split;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import io.resnet4j.training.TrainingState;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Interrupted runs end with the very weights of those that were not, in fp32 on the processor. {@code -Dkills=5} kills more often,
 * {@code -Dapart=1} interrupts after each of the 40 steps.
 */
class RunsTest {
    private static final int KILLS = Integer.getInteger("kills", 2);
    private static final int APART = Integer.getInteger("apart", 3);
    private static final int STEPS = 10;
    private static final int NEVER = 0;

    @TempDir(factory = QuickDisk.class)
    private Path temporary;

    private DataSet digits;
    private TrainingData few;

    @BeforeEach
    void setUp() throws IOException {
        digits = DataSets.open("digits");
        DataSet some = Split.of(digits, 0.3, 0).validation();
        Split split = Split.of(some, 0.25, 0);
        few = new TrainingData(split.train(), Optional.of(split.validation()));
    }

    @AfterEach
    void tearDown() throws IOException {
        digits.close();
    }

    @Test
    void whereverItIsInterruptedARunEndsTheSame() throws Exception {
        TrainingJob job = job(Map.of());
        RunOutcome whole = outcome("whole", job);
        for (int step = 1; step <= 4 * STEPS; step += APART) {
            Path path = temporary.resolve("run" + step);
            TrainingState stopped = go(path, job, step);
            assertEquals(step, stopped.position().steps());
            TrainingState end = go(path, job, NEVER);
            assertEquals(4, end.position().epochs());
            assertEquals(whole, RunOutcome.of(path), "stopped after step " + step);
        }
    }

    @Test
    void theSeedDecides() throws Exception {
        RunOutcome first = outcome("first", job(Map.of("epochs", "1", "seed", "1")));
        assertEquals(first, outcome("again", job(Map.of("epochs", "1", "seed", "1"))));
        RunOutcome other = outcome("other", job(Map.of("epochs", "1", "seed", "2")));
        assertNotEquals(first.model(), other.model());
        assertNotEquals(first.history(), other.history());
    }

    /** What the recipe says reaches the engine: each of these alone makes other weights. */
    @Test
    void settingsDecide() throws Exception {
        RunOutcome plain = outcome("plain", job(Map.of("epochs", "1")));
        for (String setting : new String[] {
            "lr=0.02",
            "weight-decay=0.1",
            "decay-norms=false",
            "beta2=0.9",
            "optimizer=adam",
            "label-smoothing=0.1",
            "class-weights=1,2,1,1,1,1,1,1,1,1",
            "clip-norm=0.1",
            "freeze=layer1",
            "schedule=constant",
            "augment=none",
            "batch-size=9",
            "precision=bf16",
        }) {
            int equals = setting.indexOf('=');
            Map<String, String> more =
                    Map.of("epochs", "1", setting.substring(0, equals), setting.substring(equals + 1));
            assertNotEquals(plain.model(), outcome(setting, job(more)).model(), setting);
        }
    }

    /** It is killed up to 100 ms after some step; those that go on have other numbers of cores, and so of threads that load. */
    @Test
    void howeverOftenItIsKilledARunEndsTheSame() throws Exception {
        int epochs = 2 * KILLS + 1;
        Path killed = temporary.resolve("killed");
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            Process run = DigitsRun.start(killed, epochs, 1 + kill % 3);
            try (BufferedReader lines = run.inputReader()) {
                for (int step = random.nextInt(2 * STEPS); step >= 0; step--) {
                    assertTrue(lines.readLine() != null, "it ended before it was killed");
                }
                Thread.sleep(random.nextInt(100));
            } finally {
                run.destroyForcibly().waitFor();
            }
        }
        Process last = DigitsRun.start(killed, epochs, 3);
        last.inputReader().lines().forEach(line -> {});
        assertEquals(0, last.waitFor());
        Path whole = temporary.resolve("whole");
        Recipe recipe = DigitsRun.recipe(Map.of("epochs", "" + epochs, "batch-size", "145"));
        try (TrainingData data = TrainingData.of(recipe)) {
            DigitsRun.run(whole, DigitsRun.job(recipe, data), (training, steps) -> {});
        }
        assertEquals(RunOutcome.of(whole), RunOutcome.of(killed));
    }

    @Test
    void aRateThatIsFarTooHighIsToldAtItsStep() throws Exception {
        Path path = temporary.resolve("run");
        TrainingJob job = job(Map.of("optimizer", "sgd", "lr", "1e30", "schedule", "constant"));
        LossNotFiniteException e = assertThrows(LossNotFiniteException.class, () -> go(path, job, NEVER));
        assertTrue(
                e.getMessage().matches("the loss is (NaN|Infinity) at step [2-4], in epoch 1; try a lower .*"),
                e.getMessage());
    }

    /** Of 10 steps an epoch. */
    private TrainingJob job(Map<String, String> more) {
        int batch = (few.train().samples().size() - 1) / STEPS + 1;
        Map<String, String> settings = new HashMap<>(Map.of("epochs", "4", "batch-size", "" + batch));
        settings.putAll(more);
        return DigitsRun.job(DigitsRun.recipe(settings), few);
    }

    /** Begins or goes on. */
    private static TrainingState go(Path path, TrainingJob job, int lastStep) throws Exception {
        return DigitsRun.run(path, job, (training, steps) -> {
            if (steps == lastStep) {
                training.stop();
            }
        });
    }

    private RunOutcome outcome(String name, TrainingJob job) throws Exception {
        Path path = temporary.resolve(name);
        go(path, job, NEVER);
        return RunOutcome.of(path);
    }
}
