package io.resnet4j.io;

import io.resnet4j.io.DownloadException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings files from web servers: into {@code NAME.part} first, which a later run goes on with, and under their own name
 * only when their content is the expected one and they are on the disk. Safe to be used by several threads for different
 * files; for the same file see {@link FileGuard}.
 */
public final class Download {
    /** A connection that brought so much is no failure, though it broke. */
    private static final long PROGRESS = 1 << 20;
    /** Where there is no network nobody wants to wait for it; three attempts take about three seconds. */
    private static final int ATTEMPTS_WITHOUT_ANYBODY = 3;

    private final DownloadSettings settings;

    /**
     * What to bring.
     *
     * @param url where it is, {@code http} or {@code https}
     * @param checksums what its content is known by
     * @param limit the most bytes that it may have, so that nobody fills the disk
     */
    public record Wanted(URI url, Checksums checksums, long limit) {
        /** Refuses what no file could be. */
        public Wanted {
            if (limit < 1) {
                throw new IllegalArgumentException("files have a limit of at least a byte, not of " + limit);
            }
        }
    }

    public Download(DownloadSettings settings) {
        this.settings = settings;
    }

    /**
     * Brings a file to {@code target}, replacing what is there, and returns what it was when it was hashed. Its folder
     * must be there.
     *
     * @throws DownloadException when it does not come; {@code target} is then as it was, and what came stays in
     *     {@code NAME.part} for the next time, unless it is known to be wrong
     */
    public HashedFile fetch(Wanted wanted, Path target, DownloadListener listener) throws IOException {
        HttpClient client = client(wanted.url());
        try (PartFile part = PartFile.of(target)) {
            Transfer transfer = new Transfer(client, settings, wanted, part, listener);
            boolean startedOver = false;
            boolean someone = false;
            int failures = 0;
            while (true) {
                long before = part.size();
                try {
                    boolean inOnePiece = transfer.run();
                    HashedFile hashed = HashedFile.of(part.path(), wanted.checksums());
                    Optional<String> difference = wanted.checksums().difference(hashed);
                    if (difference.isEmpty()) {
                        part.moveTo(target);
                        listener.finished(target, hashed.sha256());
                        return hashed;
                    }
                    part.restart(Optional.empty());
                    if (inOnePiece || startedOver) {
                        throw wrongContent(wanted, difference.get());
                    }
                    startedOver = true;
                    someone = true;
                    listener.failed("the parts do not make the file", Duration.ZERO);
                } catch (RetryableException e) {
                    long now = part.size();
                    long brought = now < before ? now : now - before; // less than before: it was begun again
                    failures = brought >= PROGRESS ? 1 : failures + 1;
                    someone |= !e.isNobody();
                    int attempts =
                            someone ? settings.attempts() : Math.min(ATTEMPTS_WITHOUT_ANYBODY, settings.attempts());
                    if (failures >= attempts) {
                        throw givenUp(wanted, failures, e);
                    }
                    pause(failures, e, listener);
                }
            }
        }
    }

    private HttpClient client(URI url) throws DownloadException {
        try {
            settings.proxies().select(url);
        } catch (IllegalArgumentException e) {
            throw new DownloadException(Reason.REFUSED, url, e.getMessage(), e);
        }
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .proxy(settings.proxies());
        settings.proxies().authenticator().ifPresent(client::authenticator);
        return client.build();
    }

    private void pause(int failures, RetryableException failure, DownloadListener listener) throws IOException {
        Duration own = settings.pause(failures);
        Duration pause =
                failure.pause().filter(asked -> asked.compareTo(own) > 0).orElse(own);
        listener.failed(failure.getMessage(), pause);
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw BodyReader.interrupted(e);
        }
    }

    private static DownloadException wrongContent(Wanted wanted, String difference) {
        return new DownloadException(
                Reason.WRONG_CONTENT,
                wanted.url(),
                "this is not the published file: %s; nothing was kept, check the mirror and the proxy"
                        .formatted(difference));
    }

    private static DownloadException givenUp(Wanted wanted, int failures, RetryableException last) {
        return new DownloadException(
                last.reason(),
                wanted.url(),
                "%s; %d attempts failed, check the network, https_proxy or the mirror and run this again, which goes on where this ended"
                        .formatted(last.getMessage(), failures),
                last);
    }
}
