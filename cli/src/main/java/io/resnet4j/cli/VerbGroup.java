package io.resnet4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A verb that does nothing without a second one. */
abstract class VerbGroup implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        throw Usage.wrong(
                command,
                "say what to do: %s"
                        .formatted(String.join(", ", command.subcommands().keySet())));
    }
}
