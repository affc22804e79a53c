package io.resnet4j.cli;

import io.resnet4j.weights.PublishedWeights;
import io.resnet4j.weights.Registry;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Which weights the arguments of a verb mean. */
final class WeightsNames {
    private WeightsNames() {}

    /** All, or those named; one way has to be chosen. */
    static void check(CommandSpec command, boolean all, List<String> names, String what) {
        if (all != names.isEmpty()) {
            throw Usage.wrong(command, "name %s, or say --all".formatted(what));
        }
    }

    /** The weights of a name, {@code resnet50:V2}. */
    static PublishedWeights named(CommandSpec command, Registry registry, String name) {
        try {
            return registry.find(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'%s' is no name of weights; write MODEL:NAME as in resnet50:V2".formatted(name)));
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }
}
