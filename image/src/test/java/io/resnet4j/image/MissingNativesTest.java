package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingNativesTest {
    /** Twice in one process: of a class that did not load, the JVM gives the reason only once. */
    @Test
    void aPlatformWithoutNativesIsSaidWithItsRemedy() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", // else Java 24 and later warn
                        "-Dorg.bytedeco.javacpp.platform=solaris-sparc",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MissingNatives.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> lines = output.lines().toList();
        assertEquals(2, lines.size(), output);
        assertTrue(lines.get(0).startsWith("Leptonica does not load on solaris-sparc: "), output);
        assertTrue(lines.get(0).contains("no jnileptonica"), output);
        assertTrue(lines.get(0).contains("put org.bytedeco:leptonica"), output);
        assertEquals(lines.get(0), lines.get(1));
    }
}
