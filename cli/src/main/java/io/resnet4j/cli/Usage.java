package io.resnet4j.cli;

import io.resnet4j.io.Printable;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to say when a verb was asked for wrongly: the command exits with 2 and its usage. */
final class Usage {
    private Usage() {}

    static ParameterException wrong(CommandSpec command, String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** Says on stderr what the user may want to know. */
    static void note(CommandSpec command, String note) {
        command.commandLine().getErr().println("note: " + Printable.of(note));
    }

    static void atLeastOne(CommandSpec command, String option, int value) {
        if (value < 1) {
            throw wrong(command, "%s is at least 1, got %d".formatted(option, value));
        }
    }

    /** Says what is wrong, then how the verb is called. The whole help would push the first line off the screen. */
    static int report(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(Printable.of(wrong.getMessage())));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        CommandLine.Help help = command.getHelp();
        err.print("Usage: " + help.synopsis("Usage: ".length()));
        err.printf("'%s --help' says more.%n", command.getCommandSpec().qualifiedName());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** The model called {@code name}, with another head where {@code classes} are given. */
    static ResNetSpec model(CommandSpec command, String name, Integer classes) {
        try {
            ResNetSpec spec = Catalogue.named(name);
            return classes == null ? spec : spec.withClasses(classes);
        } catch (IllegalArgumentException e) {
            throw wrong(command, e.getMessage());
        }
    }
}
