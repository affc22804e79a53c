package io.resnet4j.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A virtual machine of its own on a platform for which no natives are on the class path. */
public final class ForeignPlatform {
    /** What JavaCPP calls it. */
    public static final String NAME = "solaris-sparc";

    private ForeignPlatform() {}

    /** The lines that {@code main} prints there, on either stream; fails unless it exits with 0. */
    public static List<String> run(Class<?> main) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", // else Java 24 and later warn
                        "-Dorg.bytedeco.javacpp.platform=" + NAME,
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output.lines().toList();
    }
}
