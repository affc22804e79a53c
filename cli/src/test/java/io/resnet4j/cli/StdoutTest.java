package io.resnet4j.cli;

import static io.resnet4j.cli.CommandLineTest.sample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that do not arrive are no success. */
class StdoutTest {
    @TempDir
    private Path folder;

    private Path err;

    private Process start(File out, String... arguments) throws IOException {
        err = folder.resolve("complaints");
        ProcessBuilder builder =
                new CommandProcess(folder).builder(Map.of(), arguments).redirectError(err.toFile());
        return (out == null ? builder : builder.redirectOutput(out)).start();
    }

    /** Linux has a disk for this that is always full. */
    @ParameterizedTest
    @ValueSource(strings = {"models", "models --format csv", "--help", "classify ../samples", "embed ../samples"})
    void onAFullDiskTheCommandFails(String line) throws IOException, InterruptedException {
        Process process = start(new File("/dev/full"), line.split(" "));
        assertEquals(1, process.waitFor());
        List<String> lines = Files.readAllLines(err);
        assertTrue(
                lines.get(lines.size() - 1).startsWith("resnet4j: stdout: the results could not be written: No space"),
                lines.toString());
    }

    /** Java takes a terminal that knows only ASCII at its word; programs, which read JSON and CSV, have no terminal. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "csv"})
    void whatProgramsReadKeepsItsLettersWhereTheEnvironmentHasOnlyAscii(String format) throws Exception {
        String labels = "H\u00e4schen \ud83d\udc07\n".repeat(10);
        Path file = Files.writeString(folder.resolve("labels.txt"), labels);
        CommandProcess.Answer answer = new CommandProcess(folder)
                .run(
                        Map.of("LC_ALL", "C"),
                        "classify",
                        "--labels",
                        file.toString(),
                        "--format",
                        format,
                        sample("cat.png"));
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("H\u00e4schen \ud83d\udc07"), answer.out());
    }

    @Test
    void figuresHavePointsInEveryCountry() throws Exception {
        CommandProcess.Answer answer = new CommandProcess(folder)
                .run(Map.of("JDK_JAVA_OPTIONS", "-Duser.language=de -Duser.country=DE"), "classify", sample("cat.png"));
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("99.73 %"), answer.out());
    }

    /** As behind {@code head -1}. */
    @Test
    void whoReadsNoMoreEndsTheWorkWithoutAWord() throws IOException, InterruptedException {
        List<String> photos = Collections.nCopies(2000, sample("bird.jpg"));
        String[] arguments = new String[photos.size() + 1];
        arguments[0] = "embed";
        for (int i = 0; i < photos.size(); i++) {
            arguments[i + 1] = photos.get(i);
        }
        Process process = start(null, arguments);
        try (BufferedReader out = process.inputReader()) {
            assertTrue(out.readLine().contains("\"embedding\":["));
        }
        assertEquals(1, process.waitFor());
        String complaints = Files.readString(err);
        assertFalse(complaints.contains("2000/2000 images"), complaints);
        assertFalse(complaints.contains("resnet4j:"), complaints);
    }
}
