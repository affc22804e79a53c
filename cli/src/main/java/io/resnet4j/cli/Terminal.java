package io.resnet4j.cli;

import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Whether a person watches. The launcher asks the shell: Java 17 cannot tell of stdout and stderr each by itself. */
final class Terminal {
    static final boolean OUT = Boolean.getBoolean("resnet4j.terminal.out");
    static final boolean ERR = Boolean.getBoolean("resnet4j.terminal");

    private Terminal() {}

    /**
     * Colours, or none. Help goes to stdout when it was asked for and to stderr otherwise, so both have to be terminals;
     * and nobody has them who does not want them (no-color.org).
     */
    static Ansi colours(boolean terminals, Map<String, String> environment) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean impossible = environment.getOrDefault("TERM", "").equals("dumb");
        return terminals && !unwanted && !impossible ? Ansi.ON : Ansi.OFF;
    }
}
