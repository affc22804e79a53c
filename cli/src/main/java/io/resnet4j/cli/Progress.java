package io.resnet4j.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far long work has come: a bar that redraws itself on a terminal, a line every tenth elsewhere. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 20;
    private static final double SECOND = 1e9;
    private static final long REDRAW_NANOS = 100_000_000;
    private static final int STEPS = 10;

    private final StatusLine line;
    private final int total;
    private final LongSupplier clock;
    private final long start;
    private int done;
    private long drawn;

    /** Shown on stderr. */
    Progress(PrintWriter err, int total) {
        this(err, total, Terminal.ERR, System::nanoTime);
    }

    Progress(PrintWriter err, int total, boolean terminal, LongSupplier clock) {
        line = new StatusLine(err, terminal);
        this.total = total;
        this.clock = clock;
        start = clock.getAsLong();
    }

    /** Of work that is so short that nobody wants to see any. */
    static Progress none() {
        return new Progress(new PrintWriter(Writer.nullWriter()), 1, false, () -> 0);
    }

    void step() {
        step(1);
    }

    /** So many more are done. */
    void step(int count) {
        done += count;
        long reached = line.isTerminal() ? (clock.getAsLong() - start) / REDRAW_NANOS : (long) done * STEPS / total;
        if (reached > drawn || line.isTerminal() && done == total) {
            drawn = reached;
            draw();
        }
    }

    private void draw() {
        double seconds = (clock.getAsLong() - start) / SECOND;
        double rate = done / seconds;
        String figures = String.format(
                        Locale.ROOT,
                        rate < 10 ? "%d/%d images, %.1f images/s" : "%d/%d images, %.0f images/s",
                        done,
                        total,
                        rate)
                + (done < total ? ", %s left".formatted(time(seconds / done * (total - done))) : "");
        if (line.isTerminal()) {
            line.draw(new StatusLine.Bar("", WIDTH, done, total, figures));
        } else {
            line.say(figures);
        }
    }

    /** As people say it: {@code 8 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String time(double seconds) {
        long whole = (long) Math.ceil(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? "%d min %d s".formatted(whole / 60, whole % 60)
                : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
    }

    /** Leaves the terminal's line to what comes next. */
    @Override
    public void close() {
        line.end();
    }
}
