package io.resnet4j.io;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An attempt failed in a way that another need not. */
final class RetryableException extends IOException {
    private final DownloadException.Reason reason;
    private final transient Optional<Duration> pause;
    private final boolean nobody;

    RetryableException(DownloadException.Reason reason, String problem) {
        this(reason, problem, Optional.empty(), null);
    }

    /**
     * @param reason what it is called when no attempt is left
     * @param pause how long the server asks us to wait
     * @param cause null where nothing else failed
     */
    RetryableException(DownloadException.Reason reason, String problem, Optional<Duration> pause, Throwable cause) {
        this(reason, problem, pause, cause, false);
    }

    private RetryableException(
            DownloadException.Reason reason,
            String problem,
            Optional<Duration> pause,
            Throwable cause,
            boolean nobody) {
        super(problem, cause);
        this.reason = reason;
        this.pause = pause;
        this.nobody = nobody;
    }

    /** Nothing was there to talk to, and that showed at once: most likely there is no network. */
    static RetryableException nobody(String problem, Throwable cause) {
        return new RetryableException(DownloadException.Reason.UNREACHABLE, problem, Optional.empty(), cause, true);
    }

    DownloadException.Reason reason() {
        return reason;
    }

    Optional<Duration> pause() {
        return pause;
    }

    boolean isNobody() {
        return nobody;
    }
}
