package io.resnet4j.weights;

import java.util.Optional;

/**
 * Which of a file's tensors are meant, where it holds more than one set of them.
 *
 * @param entry the key of the dictionary that holds them, such as {@code model_ema}; if empty, one of the usual keys
 * @param prefix what the names of all that are read begin with, such as {@code backbone.}; it is stripped, and tensors
 *     without it are left aside; if empty, all are read
 */
public record CheckpointOptions(Optional<String> entry, Optional<String> prefix) {
    public CheckpointOptions {
        if (prefix.isPresent() && prefix.get().isEmpty()) {
            throw new IllegalArgumentException("a prefix is not empty");
        }
    }

    /** All tensors, those under the first of the usual keys that there is. */
    public static CheckpointOptions defaults() {
        return new CheckpointOptions(Optional.empty(), Optional.empty());
    }

    public CheckpointOptions withEntry(String key) {
        return new CheckpointOptions(Optional.of(key), prefix);
    }

    public CheckpointOptions withPrefix(String start) {
        return new CheckpointOptions(entry, Optional.of(start));
    }
}
