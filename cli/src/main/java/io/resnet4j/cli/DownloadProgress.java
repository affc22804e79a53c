package io.resnet4j.cli;

import io.resnet4j.io.DownloadListener;
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

    private final StatusLine line;
    /** The address that the attempts are for; said once. */
    private String current = "";

    private long drawn;

    DownloadProgress(PrintWriter err) {
        line = new StatusLine(err, Terminal.ERR);
    }

    @Override
    public void started(String address, long have) {
        drawn = 0;
        String from = have == 0 ? "" : ", from byte %d on".formatted(have);
        if (!address.equals(current)) {
            current = address;
            line.say("downloading %s%s".formatted(address, from));
        } else if (have > 0) {
            line.say("going on" + from);
        }
    }

    @Override
    public void received(long bytes, OptionalLong total) {
        long steps = line.isTerminal() ? 100 : 10;
        long reached = total.isPresent() ? bytes * steps / Math.max(1, total.getAsLong()) : bytes / UNKNOWN_STEP;
        if (reached <= drawn) {
            return;
        }
        drawn = reached;
        String figures = total.isPresent()
                ? String.format(Locale.ROOT, "%.1f of %.1f MB", bytes / MEGABYTE, total.getAsLong() / MEGABYTE)
                : String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
        if (line.isTerminal() && total.isPresent()) {
            line.draw(new StatusLine.Bar("", WIDTH, bytes, total.getAsLong(), figures));
        } else {
            line.say(figures);
        }
    }

    @Override
    public void failed(String problem, Duration pause) {
        line.say(String.format(Locale.ROOT, "note: %s; trying again in %.1f s", problem, pause.toMillis() / 1e3));
    }

    @Override
    public void waiting(Path file) {
        line.say("note: another process downloads %s; waiting for it".formatted(file));
    }

    @Override
    public void finished(Path file, String sha256) {
        current = "";
        line.say("verified, SHA-256 %s...: %s".formatted(sha256.substring(0, 8), file));
    }
}
