package io.resnet4j.weights;

import io.resnet4j.io.DownloadSettings;
import io.resnet4j.io.EnvironmentProxies;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A virtual machine of its own that asks a cache for weights: {@code FOLDER URL SHA256}. */
final class DownloadProcess {
    private DownloadProcess() {}

    static PublishedWeights weights(URI url, String sha256) {
        return new PublishedWeights(
                "resnet18",
                "TEST",
                url,
                sha256,
                List.of("resnet18-former-0123abcd.pth"),
                Preprocessing.IMAGENET1K_V2,
                Labels.imagenet1k(),
                Optional.empty(),
                "none",
                "none");
    }

    static WeightsCache cache(Path folder) {
        return WeightsCache.in(folder)
                .withSettings(new DownloadSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        3,
                        Duration.ofMillis(1),
                        Duration.ofMillis(20),
                        EnvironmentProxies.of(Map.of("no_proxy", "*", "http_proxy", "unused"))));
    }

    static Process start(Path folder, URI url, String sha256) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DownloadProcess.class.getName(),
                        folder.toString(),
                        url.toString(),
                        sha256)
                .redirectErrorStream(true)
                .start();
    }

    /** What a process printed; fails unless it exits with 0. */
    static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }

    public static void main(String[] arguments) throws IOException {
        cache(Path.of(arguments[0])).get(weights(URI.create(arguments[1]), arguments[2]));
    }
}
