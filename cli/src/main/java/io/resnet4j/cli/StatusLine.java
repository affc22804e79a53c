package io.resnet4j.cli;

import io.resnet4j.io.Printable;
import java.io.PrintWriter;

/** Where a verb says how far it is: on a terminal a bar that is drawn over the last, elsewhere lines. */
final class StatusLine {
    private final PrintWriter err;
    private final boolean terminal;
    /** How long the bar is that the terminal shows; 0 for none. */
    private int width;

    StatusLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Draws a bar over the last one. */
    void draw(Bar bar) {
        String text = bar.text();
        err.print("\r" + text + " ".repeat(Math.max(0, width - text.length()))); // a shorter one does not hide the last
        err.flush();
        width = text.length();
    }

    /** Prints a line, below the bar if there is one. */
    void say(String line) {
        end();
        err.println(Printable.of(line));
        err.flush();
    }

    /** Prints a line, in place of the bar if there is one. */
    void replace(String line) {
        String text = Printable.of(line);
        err.println((width > 0 ? "\r" : "") + text + " ".repeat(Math.max(0, width - text.length())));
        err.flush();
        width = 0;
    }

    /** Leaves the terminal's line to what comes next. */
    void end() {
        if (width > 0) {
            err.println();
            err.flush();
            width = 0;
        }
    }

    /**
     * A bar and what stands around it.
     *
     * @param length of the bar
     */
    record Bar(String before, int length, long done, long total, String after) {
        String text() {
            int filled = (int) (done * length / Math.max(1, total));
            return "%s[%s%s] %s".formatted(before, "=".repeat(filled), " ".repeat(length - filled), after);
        }
    }
}
