package io.resnet4j.testkit;

import io.resnet4j.io.Sha256;
import io.resnet4j.weights.Checkpoint;
import io.resnet4j.weights.Tensor;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training run has left in its folder, but for how long it took: two that were not to differ have the same.
 *
 * @param model SHA-256 of the file
 * @param last SHA-256 of the tensors of the checkpoint
 * @param best the same; empty where there is none
 * @param history lines without images/s and seconds
 */
public record RunOutcome(String model, String last, String best, List<String> history) {
    private static final int SAME = 7;

    public static RunOutcome of(Path folder) throws IOException {
        Path best = folder.resolve("best.ckpt.safetensors");
        return new RunOutcome(
                Sha256.of(
                        channel -> Files.copy(folder.resolve("model.safetensors"), Channels.newOutputStream(channel))),
                tensors(folder.resolve("last.ckpt.safetensors")),
                Files.exists(best) ? tensors(best) : "",
                history(folder));
    }

    private static String tensors(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, Tensor> tensors = new TreeMap<>(checkpoint.tensors());
            return Sha256.of(channel -> {
                for (Tensor tensor : tensors.values()) {
                    tensor.writeTo(channel);
                }
            });
        }
    }

    private static List<String> history(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("history.csv")).stream()
                .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, SAME)))
                .toList();
    }
}
