package io.resnet4j.cli;

import java.io.PrintWriter;

/** How far long work has come: a bar that redraws itself on a terminal, a line every tenth elsewhere. */
final class Progress implements AutoCloseable {
    /** Set by the launcher, which can ask the shell; Java 17 cannot tell whether stderr is a terminal. */
    static final boolean TERMINAL = Boolean.getBoolean("resnet4j.terminal");

    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final int total;
    private final long start = System.nanoTime();
    private int done;
    private int drawn;

    Progress(PrintWriter err, int total) {
        this.err = err;
        this.total = total;
    }

    void step() {
        done++;
        int steps = TERMINAL ? 100 : 10;
        int reached = (int) ((long) done * steps / total);
        if (reached > drawn) {
            drawn = reached;
            draw();
        }
    }

    private void draw() {
        double perSecond = done / ((System.nanoTime() - start) / 1e9);
        String figures = "%d/%d images, %.0f images/s".formatted(done, total, perSecond);
        if (TERMINAL) {
            int filled = (int) ((long) done * WIDTH / total);
            err.printf("\r[%s%s] %s", "=".repeat(filled), " ".repeat(WIDTH - filled), figures);
        } else {
            err.println(figures);
        }
        err.flush();
    }

    /** Leaves the terminal's line to what comes next. */
    @Override
    public void close() {
        if (TERMINAL) {
            err.println();
        }
    }
}
