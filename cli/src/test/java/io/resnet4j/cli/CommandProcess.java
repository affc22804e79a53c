package io.resnet4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command in a virtual machine of its own, with an environment of its own and {@code home} in {@code folder}. */
record CommandProcess(Path folder) {
    record Answer(int exitCode, String out, String err) {}

    Answer run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(Files.write(folder.resolve("nothing"), new byte[0]), environment, arguments);
    }

    /** With a file for stdin. */
    Answer run(Path in, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process process = builder(environment, arguments)
                .redirectInput(in.toFile())
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), out, Files.readString(err));
    }

    /** The process that {@link #run} starts, whose streams are still to be connected. */
    ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", // else Java 24 and later warn
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("RESNET4J_"));
        builder.environment().put("no_proxy", "127.0.0.1");
        builder.environment().put("RESNET4J_HOME", folder.resolve("home").toString());
        builder.environment().putAll(environment);
        return builder;
    }
}
