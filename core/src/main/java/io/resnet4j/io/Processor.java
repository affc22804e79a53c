package io.resnet4j.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the system says of its processor; outside Linux it is asked for no more than the architecture. */
public final class Processor {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** What makes a difference to networks, from the least to the most. */
    private static final List<String> TELLING = List.of(
            "sse4_1", "avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "asimd", "bf16", "i8mm", "sve");

    private Processor() {}

    /** Its name. */
    public static String name() {
        return field("model name").orElse(System.getProperty("os.arch"));
    }

    /** Those of its instruction sets that speed networks up, by Linux' names for them; empty where that is not known. */
    public static List<String> instructionSets() {
        Set<String> all = new HashSet<>(Arrays.asList(
                field("flags").or(() -> field("Features")).orElse("").split("\\s+")));
        return TELLING.stream().filter(all::contains).toList();
    }

    private static Optional<String> field(String name) {
        try {
            return Files.readAllLines(CPUINFO).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // another system, or one that keeps this to itself
        }
    }
}
