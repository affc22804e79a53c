package io.resnet4j.io;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where the system wants files that can be had again. */
final class CacheFolder {
    private static final String NAME = "resnet4j";

    private CacheFolder() {}

    /**
     * The folder, which need not be there.
     *
     * @param system as {@code os.name} has it
     * @param home the user's folder
     */
    static Path of(Map<String, String> environment, String system, String home) {
        Optional<String> own = variable(environment, "RESNET4J_HOME");
        if (own.isPresent()) {
            return Path.of(own.get());
        }
        Optional<String> xdg = variable(environment, "XDG_CACHE_HOME");
        // The XDG specification says to ignore a relative one.
        if (xdg.isPresent() && Path.of(xdg.get()).isAbsolute()) {
            return Path.of(xdg.get(), NAME);
        }
        String os = system.toLowerCase(Locale.ROOT);
        if (os.startsWith("mac")) {
            return Path.of(home, "Library", "Caches", NAME);
        }
        if (os.startsWith("windows")) {
            return variable(environment, "LOCALAPPDATA")
                    .map(local -> Path.of(local, NAME))
                    .orElseGet(() -> Path.of(home, "AppData", "Local", NAME));
        }
        return Path.of(home, ".cache", NAME);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
