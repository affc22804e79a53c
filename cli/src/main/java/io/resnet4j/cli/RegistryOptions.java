package io.resnet4j.cli;

import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which weights are known by name, and whether and from where they are downloaded. */
final class RegistryOptions {
    @Option(names = "--offline", description = "Download nothing (also RESNET4J_OFFLINE=1).")
    private boolean offline;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description =
                    "Where to download from in place of https://download.pytorch.org/models/ (also RESNET4J_MIRROR).")
    private String mirror;

    @Option(
            names = "--registry",
            paramLabel = "FILE",
            description = "A file that lists more weights (also RESNET4J_REGISTRY).")
    private Path registry;

    /** torchvision's weights and those of the file that the user or the environment names. */
    Registry registry() throws IOException {
        String named = System.getenv().getOrDefault("RESNET4J_REGISTRY", "");
        if (registry != null) {
            return Registry.builtIn().with(registry);
        }
        return named.isBlank() ? Registry.builtIn() : Registry.builtIn().with(Path.of(named));
    }

    /** The user's cache, which says on stderr what it downloads. */
    WeightsCache cache(CommandSpec command) {
        PrintWriter err = command.commandLine().getErr();
        try {
            WeightsCache cache = WeightsCache.ofEnvironment().withListener(new DownloadProgress(err));
            WeightsCache mirrored = mirror == null ? cache : cache.withMirror(mirror);
            return offline ? mirrored.offline() : mirrored;
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }
}
