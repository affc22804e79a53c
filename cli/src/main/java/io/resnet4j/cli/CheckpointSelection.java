package io.resnet4j.cli;

import io.resnet4j.weights.CheckpointOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which of a file's tensors are meant. */
final class CheckpointSelection {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--entry",
            paramLabel = "KEY",
            description = "The entry of a training checkpoint that holds the tensors, such as model_ema.")
    private String entry;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "Read only the tensors whose names begin with it, and strip it; such as backbone.")
    private String prefix;

    /** Refuses a choice among the tensors of what is no file of the user's. */
    void refuse(String weights) {
        if (entry != null || prefix != null) {
            throw Usage.wrong(
                    command,
                    "%s chooses tensors of a file that --weights names, and %s are taken as they are"
                            .formatted(entry != null ? "--entry" : "--prefix", weights));
        }
    }

    CheckpointOptions options() {
        CheckpointOptions options = CheckpointOptions.defaults();
        options = entry == null ? options : options.withEntry(entry);
        try {
            return prefix == null ? options : options.withPrefix(prefix);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }
}
