package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A run that cannot be saved: its folder is gone. */
class TrainingViewTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private interface Check {
        void check(TrainingView view) throws Exception;
    }

    private void withoutAFolder(Check check) throws Exception {
        CommandLine train = Main.commandLine("train").getSubcommands().get("train");
        train.setErr(new PrintWriter(err));
        Recipe recipe = Recipe.builder()
                .recipe("digits")
                .options(Map.of("data", "digits", "model", "tiny", "epochs", "1", "threads", "1"))
                .build();
        Path path = folder.resolve("run");
        try (TrainingData data = TrainingData.of(recipe);
                RunFolder run = RunFolder.create(path)) {
            TrainingJob job = TrainingJob.fromScratch(recipe, data, new PillowDecoder());
            try (Training training = Training.start(new LibtorchEngine(), job, run)) {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(path);
                check.check(new TrainingView(train.getCommandSpec(), job, run, training));
            }
        }
    }

    @Test
    void whoStopsItIsToldBeforeTheVirtualMachineEnds() throws Exception {
        withoutAFolder(view -> {
            view.stop(new CountDownLatch(0)); // as at Ctrl-C
            assertFalse(view.run());
            List<String> lines = err.toString().lines().toList();
            String last = lines.get(lines.size() - 1);
            assertTrue(last.startsWith("resnet4j: " + folder.resolve("run")), err.toString());
        });
    }

    @Test
    void otherwiseTheCommandSaysIt() throws Exception {
        withoutAFolder(view -> {
            assertThrows(IOException.class, view::run);
            assertEquals(1, err.toString().lines().count(), err.toString());
        });
    }
}
