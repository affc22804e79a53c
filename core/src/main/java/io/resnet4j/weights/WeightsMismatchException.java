package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A file's tensors are not those that a network needs. All differences are here at once. */
public final class WeightsMismatchException extends MalformedFileException {
    /** How many of each kind the message names. */
    private static final int NAMED = 5;

    /**
     * A tensor that is there, and is another one than the network needs.
     *
     * @param expected kind and shape, such as {@code F32 [1000, 2048]}
     * @param got kind and shape in the file
     */
    public record Misfit(String name, String expected, String got) implements Serializable {
        @Override
        public String toString() {
            return "%s (expected %s, got %s)".formatted(name, expected, got);
        }
    }

    private final List<String> missing;
    private final List<String> unexpected;
    private final List<Misfit> misfits;

    /** @param remedy what the user can do about it, as a clause */
    WeightsMismatchException(
            String file,
            String network,
            List<String> missing,
            List<String> unexpected,
            List<Misfit> misfits,
            String remedy) {
        super(file, "it does not fit %s: %s; %s".formatted(network, differences(missing, unexpected, misfits), remedy));
        this.missing = List.copyOf(missing);
        this.unexpected = List.copyOf(unexpected);
        this.misfits = List.copyOf(misfits);
    }

    /** Tensors that the network needs and the file lacks, in the network's order. */
    public List<String> missing() {
        return missing;
    }

    /** Tensors that the file has and the network does not know, in the file's order. */
    public List<String> unexpected() {
        return unexpected;
    }

    /** Tensors of another shape or kind, in the network's order. */
    public List<Misfit> misfits() {
        return misfits;
    }

    private static String differences(List<String> missing, List<String> unexpected, List<Misfit> misfits) {
        List<String> parts = new ArrayList<>();
        describe(parts, missing, "missing");
        describe(parts, unexpected, "unexpected");
        describe(parts, misfits, "of another shape or kind");
        return String.join("; ", parts);
    }

    private static void describe(List<String> parts, List<?> tensors, String what) {
        if (!tensors.isEmpty()) {
            String named = tensors.stream().limit(NAMED).map(Object::toString).collect(Collectors.joining(", "));
            parts.add("%d %s %s: %s%s"
                    .formatted(
                            tensors.size(),
                            tensors.size() == 1 ? "tensor is" : "tensors are",
                            what,
                            named,
                            tensors.size() > NAMED ? ", ..." : ""));
        }
    }
}
