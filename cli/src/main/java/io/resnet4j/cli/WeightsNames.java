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

    /**
     * The weights of a name, {@code resnet50:V2}.
     *
     * @param remedy what to write, where it is no such name
     */
    static PublishedWeights named(CommandSpec command, Registry registry, String name, String remedy) {
        try {
            return registry.find(name)
                    .orElseThrow(() ->
                            new IllegalArgumentException("'%s' is no name of weights; %s".formatted(name, remedy)));
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }
}
