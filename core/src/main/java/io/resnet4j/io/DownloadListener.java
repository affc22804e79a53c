package io.resnet4j.io;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** Is told how a download comes along, on the thread that asked for it. Each method does nothing by default. */
public interface DownloadListener {
    /** Hears nothing. */
    DownloadListener SILENT = new DownloadListener() {};

    /**
     * An attempt begins, with {@code have} bytes here already.
     *
     * @param address where the file is, without what may be secret in it
     */
    default void started(String address, long have) {}

    /** So many bytes of the file are here, of so many if the server said how many there are. */
    default void received(long bytes, OptionalLong total) {}

    /** An attempt failed; the next one follows after the pause. */
    default void failed(String problem, Duration pause) {}

    /** Another process downloads this file, and is waited for. */
    default void waiting(Path file) {}

    /** The file is in its place, with that SHA-256. */
    default void finished(Path file, String sha256) {}
}
