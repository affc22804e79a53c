package io.resnet4j.cli;

import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
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

    private Registry known;

    /** torchvision's weights and those of the file that the user or the environment names, read when first asked for. */
    Registry registry() throws IOException {
        if (known == null) {
            Optional<Path> file = file();
            known = file.isEmpty() ? Registry.builtIn() : Registry.builtIn().with(file.get());
        }
        return known;
    }

    /** The file that the user or the environment names. */
    Optional<Path> file() {
        String named = System.getenv().getOrDefault("RESNET4J_REGISTRY", "");
        return Optional.ofNullable(registry)
                .or(() -> Optional.of(named).filter(name -> !name.isBlank()).map(Path::of));
    }

    /** The user's cache. */
    WeightsCache cache(CommandSpec command) {
        return downloads.cache(command, options -> WeightsCache.ofEnvironment().with(options));
    }
}
