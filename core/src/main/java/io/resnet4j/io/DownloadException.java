package io.resnet4j.io;

import java.io.IOException;

/** A file that could not be downloaded. The message says what, from where, what was expected, what came and what to do. */
public final class DownloadException extends IOException {
    /** Why, for those who decide by it. */
    public enum Reason {
        /** Downloads are switched off, and the file is not here. */
        OFFLINE,
        /** The server has no such file. */
        NOT_FOUND,
        /** The server or a proxy does not let us have it. */
        REFUSED,
        /** Nobody answered, or connections broke, more often than was to be tried. */
        UNREACHABLE,
        /** The answers were none that a server gives who has the file. */
        BAD_ANSWER,
        /** More came, or was announced, than the file can have. */
        TOO_LARGE,
        /** The file has another SHA-256 than was published. */
        WRONG_CONTENT
    }

    private final Reason reason;

    /**
     * @param what an address or a file
     * @param problem what was expected, what was found and what to do, without a full stop
     */
    public DownloadException(Reason reason, String what, String problem) {
        super(Printable.of(what + ": " + problem));
        this.reason = reason;
    }

    DownloadException(Reason reason, String what, String problem, Throwable cause) {
        super(Printable.of(what + ": " + problem), cause);
        this.reason = reason;
    }

    /** Why there is no file. */
    public Reason reason() {
        return reason;
    }
}
