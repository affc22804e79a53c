package io.resnet4j.cli;

import io.resnet4j.io.DownloadListener;
import io.resnet4j.io.Printable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Says what is downloaded and how far it is: a bar that redraws itself on a terminal, a line every tenth elsewhere. */
final class DownloadProgress implements DownloadListener {
    private static final int WIDTH = 30;
    private static final double MEGABYTE = 1e6;
    /** How far apart signs of life are when nobody knows how much there is to come. */
    private static final long UNKNOWN_STEP = 10_000_000;

    private final PrintWriter err;
    /** The address that the attempts are for; said once. */
    private String current = "";

    private long drawn;
    private boolean lineOpen;

    DownloadProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void started(String address, long have) {
        drawn = 0;
        String from = have == 0 ? "" : ", from byte %d on".formatted(have);
        if (!address.equals(current)) {
            current = address;
            say("downloading %s%s".formatted(address, from));
        } else if (have > 0) {
            say("going on" + from);
        }
    }

    @Override
    public void received(long bytes, OptionalLong total) {
        long steps = Terminal.ERR ? 100 : 10;
        long reached = total.isPresent() ? bytes * steps / Math.max(1, total.getAsLong()) : bytes / UNKNOWN_STEP;
        if (reached <= drawn) {
            return;
        }
        drawn = reached;
        String figures = total.isPresent()
                ? String.format(Locale.ROOT, "%.1f of %.1f MB", bytes / MEGABYTE, total.getAsLong() / MEGABYTE)
                : String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
        if (Terminal.ERR && total.isPresent()) {
            int filled = (int) (bytes * WIDTH / Math.max(1, total.getAsLong()));
            err.printf("\r[%s%s] %s", "=".repeat(filled), " ".repeat(WIDTH - filled), figures);
            lineOpen = true;
        } else {
            err.println(figures);
        }
        err.flush();
    }

    @Override
    public void failed(String problem, Duration pause) {
        say(String.format(Locale.ROOT, "note: %s; trying again in %.1f s", problem, pause.toMillis() / 1e3));
    }

    @Override
    public void waiting(Path file) {
        say("note: another process downloads %s; waiting for it".formatted(file));
    }

    @Override
    public void finished(Path file, String sha256) {
        current = "";
        say("verified, SHA-256 %s...: %s".formatted(sha256.substring(0, 8), file));
    }

    private void say(String line) {
        if (lineOpen) {
            err.println();
            lineOpen = false;
        }
        err.println(Printable.of(line));
        err.flush();
    }
}
