package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Strips what all names of a file begin with: {@code module.} always, another prefix by request. */
final class Prefixes {
    /** {@code nn.DataParallel} puts this before every key. */
    private static final String PARALLEL = "module.";

    private static final int CANDIDATES = 10;

    private Prefixes() {}

    /**
     * The tensors by their names without prefixes.
     *
     * @param notes takes a sentence for each prefix that was stripped
     */
    static <T> Map<String, T> strip(String file, Map<String, T> tensors, Optional<String> prefix, List<String> notes)
            throws MalformedFileException {
        if (prefix.isEmpty()) {
            return withoutParallel(tensors, notes);
        }
        Map<String, T> parallel = tensors;
        Map<String, T> kept = starting(tensors, prefix.get());
        if (kept.isEmpty()) {
            parallel = withoutParallel(tensors, notes);
            kept = starting(parallel, prefix.get());
        }
        if (kept.isEmpty()) {
            throw new MalformedFileException(
                    file,
                    "no tensor's name begins with \"%s\"; they begin with %s"
                            .formatted(prefix.get(), candidates(parallel)));
        }
        int others = tensors.size() - kept.size();
        notes.add(Printable.of("The tensors are those whose names begin with \"%s\", which is stripped.%s"
                .formatted(prefix.get(), others == 0 ? "" : " Left aside: " + others + " others.")));
        return withoutParallel(kept, notes);
    }

    private static <T> Map<String, T> withoutParallel(Map<String, T> tensors, List<String> notes) {
        Map<String, T> stripped = starting(tensors, PARALLEL);
        if (stripped.isEmpty() || stripped.size() != tensors.size()) {
            return tensors;
        }
        notes.add("Every name began with \"module.\" (nn.DataParallel); it is stripped.");
        return stripped;
    }

    private static <T> Map<String, T> starting(Map<String, T> tensors, String prefix) {
        Map<String, T> stripped = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                stripped.put(name.substring(prefix.length()), tensor);
            }
        });
        return stripped;
    }

    /** What stands before the first dot of each name. */
    private static List<String> candidates(Map<String, ?> tensors) {
        return tensors.keySet().stream()
                .map(name -> name.substring(0, name.indexOf('.') + 1))
                .filter(start -> !start.isEmpty())
                .distinct()
                .limit(CANDIDATES)
                .toList();
    }
}
