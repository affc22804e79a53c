package io.resnet4j.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The body of an answer, asked for piece by piece by one thread that does not wait forever. */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    /** Bytes, or none at the end, or what went wrong. */
    private record Event(Optional<List<ByteBuffer>> bytes, Optional<Throwable> failure) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;
    private boolean closed;

    BodyReader(Flow.Publisher<List<ByteBuffer>> body) {
        body.subscribe(this);
    }

    /**
     * The next bytes; empty at the end.
     *
     * @throws RetryableException when the connection broke, or nothing came for so long
     */
    Optional<List<ByteBuffer>> next(Duration stallTimeout) throws IOException {
        Event event;
        try {
            event = events.poll(stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (event == null) {
            throw new RetryableException(
                    DownloadException.Reason.UNREACHABLE, "nothing came for %d ms".formatted(stallTimeout.toMillis()));
        }
        if (event.failure().isPresent()) {
            Throwable cause = event.failure().get();
            throw new RetryableException(
                    DownloadException.Reason.UNREACHABLE,
                    "the connection broke: " + cause.getMessage(),
                    Optional.empty(),
                    cause);
        }
        if (event.bytes().isPresent()) {
            request();
        }
        return event.bytes();
    }

    /** For a thread that was asked to stop, and is told so once more by the exception. */
    static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException stopped = new InterruptedIOException("the download was interrupted");
        stopped.initCause(cause);
        return stopped;
    }

    private synchronized void request() {
        if (subscription != null && !closed) {
            subscription.request(1);
        }
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        events.add(new Event(Optional.of(bytes), Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(Optional.empty(), Optional.of(failure)));
    }

    @Override
    public void onComplete() {
        events.add(new Event(Optional.empty(), Optional.empty()));
    }

    /** Gives up what has not come yet, and with it the connection. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
