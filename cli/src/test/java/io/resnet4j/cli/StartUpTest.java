package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verb does not need costs it no time. */
class StartUpTest {
    private static final String CAT = Path.of("..", "samples", "cat.png").toString();

    @TempDir
    private Path folder;

    /** The classes that a verb loads, a line each. */
    private String classes(int exitCode, String... arguments) throws Exception {
        Path log = folder.resolve("classes.txt");
        Answer answer =
                new CommandProcess(folder).run(Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log), arguments);
        assertEquals(exitCode, answer.exitCode(), answer.err());
        return Files.readString(log);
    }

    @Test
    void theRegistryIsReadForPublishedWeightsAlone() throws Exception {
        Path file = folder.resolve("mine.safetensors");
        try (InputStream in = EmbeddedModel.class.getResourceAsStream("resnet20-cifar10.safetensors")) {
            Files.copy(in, file);
        }
        String registry = "io.resnet4j.weights.RegistryFile ";
        String embedded = classes(0, "classify", CAT);
        assertTrue(embedded.contains("io.resnet4j.cli.SourceOptions "), "the log has the classes");
        assertFalse(embedded.contains(registry));
        assertFalse(classes(0, "classify", "--weights", file.toString(), CAT).contains(registry));
        assertTrue(
                classes(1, "classify", "--model", "resnet18", "--offline", CAT).contains(registry));
    }
}
