package io.resnet4j.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a script with which the shell completes verbs, options and models.",
        footer = {
            "",
            "Example, to stand in ~/.bashrc, and with zsh in ~/.zshrc:",
            "  source <(resnet4j completion bash)"
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell;

    private enum Shell {
        BASH,
        ZSH;

        /** As users write it, which is what the shell completes. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One script serves both: it makes zsh load its emulation of bash's completion. */
    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        out.println(withFiles(
                AutoComplete.bash(command.root().name(), command.root().commandLine())));
        out.flush();
        return 0;
    }

    /** To picocli weights are a text, after which it completes nothing; mostly they are a file. */
    private static String withFiles(String script) {
        String weights = "    '--weights')\n";
        return script.replace(weights + "      return\n", weights + """
                      local IFS=$'\\n'
                      type compopt &>/dev/null && compopt -o filenames
                      COMPREPLY=( $( compgen -f -- "${curr_word}" ) )
                      return
                """);
    }
}
