package io.resnet4j.io;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** An attempt failed in a way that another need not. */
final class RetryableException extends IOException {
    private final DownloadException.Reason reason;
    private final transient Optional<Duration> pause;

    RetryableException(DownloadException.Reason reason, String problem) {
        this(reason, problem, Optional.empty(), null);
    }

    /**
     * @param reason what it is called when no attempt is left
     * @param pause how long the server asks us to wait
     * @param cause null where nothing else failed
     */
    RetryableException(DownloadException.Reason reason, String problem, Optional<Duration> pause, Throwable cause) {
        super(problem, cause);
        this.reason = reason;
        this.pause = pause;
    }

    DownloadException.Reason reason() {
        return reason;
    }

    Optional<Duration> pause() {
        return pause;
    }
}
