package io.resnet4j.io;

import java.io.IOException;
import java.net.URI;

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
        WRONG_CONTENT,
        /** The folder where it is to be kept takes no files. */
        UNWRITABLE
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

    /** The same with what failed below. */
    public DownloadException(Reason reason, String what, String problem, Throwable cause) {
        super(Printable.of(what + ": " + problem), cause);
        this.reason = reason;
    }

    /** Names the address without what may be secret in it. */
    DownloadException(Reason reason, URI url, String problem) {
        this(reason, PublicAddress.of(url), problem);
    }

    DownloadException(Reason reason, URI url, String problem, Throwable cause) {
        this(reason, PublicAddress.of(url), problem, cause);
    }

    /** This one with more to do about it. */
    public DownloadException withRemedy(String remedy) {
        return new DownloadException(this, getMessage() + "; " + remedy);
    }

    private DownloadException(DownloadException other, String message) {
        super(Printable.of(message), other);
        this.reason = other.reason;
    }

    /** Why there is no file. */
    public Reason reason() {
        return reason;
    }
}
