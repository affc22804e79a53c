package io.resnet4j.cli;

import io.resnet4j.cli.CommandProcess.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The command in this virtual machine, with its environment. */
final class CommandHere {
    private CommandHere() {}

    static Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine(arguments).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = command.execute(arguments);
        return new Answer(exitCode, out.toString(), err.toString());
    }
}
