package io.resnet4j.cli;

import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which weights are known by name, and how they are downloaded. */
final class RegistryOptions {
    @Mixin
    private DownloadOptions downloads;

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

    /** The user's cache. */
    WeightsCache cache(CommandSpec command) {
        return downloads.cache(command, options -> WeightsCache.ofEnvironment().with(options));
    }
}
