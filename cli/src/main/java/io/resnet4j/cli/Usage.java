package io.resnet4j.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What to say when a verb was asked for wrongly: the command exits with 2 and its usage. */
final class Usage {
    private Usage() {}

    static ParameterException wrong(CommandSpec command, String message) {
        return new ParameterException(command.commandLine(), message);
    }

    static void atLeastOne(CommandSpec command, String option, int value) {
        if (value < 1) {
            throw wrong(command, "%s is at least 1, got %d".formatted(option, value));
        }
    }
}
