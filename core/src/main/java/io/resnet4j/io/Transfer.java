package io.resnet4j.io;

import io.resnet4j.io.DownloadException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;

/** One attempt to bring what is missing of a file. */
final class Transfer {
    private static final int MOST_REDIRECTS = 5;

    private final HttpClient client;
    private final DownloadSettings settings;
    private final Download.Wanted wanted;
    private final PartFile part;
    private final DownloadListener listener;

    Transfer(
            HttpClient client,
            DownloadSettings settings,
            Download.Wanted wanted,
            PartFile part,
            DownloadListener listener) {
        this.client = client;
        this.settings = settings;
        this.wanted = wanted;
        this.part = part;
        this.listener = listener;
    }

    /**
     * Brings the rest. Whether all came in one piece of announced length, so that another attempt would bring the same.
     *
     * @throws RetryableException when another attempt may do better
     * @throws DownloadException when none will
     */
    boolean run() throws IOException {
        if (part.size() > wanted.limit()) {
            part.restart(Optional.empty());
        }
        long have = part.size();
        listener.started(PublicAddress.of(wanted.url()), have);
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = follow(have);
        Answer answer = new Answer(response, settings);
        if (response.body() == null) {
            throw answer.failure(wanted.url()); // as the JDK's client has it where a proxy makes no way to the server
        }
        try (BodyReader body = new BodyReader(response.body())) {
            switch (response.statusCode()) {
                case 200 -> {
                    part.restart(answer.tag());
                    receive(body, answer.length());
                    return answer.length().isPresent();
                }
                case 206 -> {
                    receive(body, OptionalLong.of(rest(answer, have)));
                    return false;
                }
                case 416 -> {
                    if (answer.sizeOfUnsatisfied().equals(OptionalLong.of(have))) {
                        return false; // the whole file is here already
                    }
                    part.restart(Optional.empty());
                    throw new RetryableException(Reason.BAD_ANSWER, "the server does not have the range asked for");
                }
                default -> throw answer.failure(wanted.url());
            }
        }
    }

    /** The size of the whole file, of which the answer has what comes after {@code have}. */
    private long rest(Answer answer, long have) throws IOException {
        boolean sameContent =
                part.tag().isEmpty() || answer.tag().isEmpty() || part.tag().equals(answer.tag());
        OptionalLong total = answer.totalFrom(have);
        if (have == 0 || total.isEmpty() || !sameContent) {
            part.restart(Optional.empty());
            throw new RetryableException(
                    Reason.BAD_ANSWER,
                    "the server sent another part than the bytes from %d on: %s".formatted(have, answer.range()));
        }
        return total.getAsLong();
    }

    private void receive(BodyReader body, OptionalLong total) throws IOException {
        if (total.isPresent() && total.getAsLong() > wanted.limit()) {
            throw tooLarge("the server announces %d bytes".formatted(total.getAsLong()));
        }
        Optional<List<ByteBuffer>> bytes = body.next(settings.stallTimeout());
        while (bytes.isPresent()) {
            for (ByteBuffer buffer : bytes.get()) {
                part.append(buffer);
            }
            if (part.size() > total.orElse(wanted.limit())) {
                part.restart(Optional.empty());
                throw tooLarge("the server sends more bytes than that");
            }
            listener.received(part.size(), total);
            bytes = body.next(settings.stallTimeout());
        }
        if (total.isPresent() && part.size() < total.getAsLong()) {
            throw new RetryableException(
                    Reason.UNREACHABLE, "it ended at %d of %d bytes".formatted(part.size(), total.getAsLong()));
        }
    }

    private DownloadException tooLarge(String got) {
        return new DownloadException(
                Reason.TOO_LARGE,
                wanted.url(),
                "%s, and the file has at most %d; check the address or the mirror".formatted(got, wanted.limit()));
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> follow(long have) throws IOException {
        URI url = wanted.url();
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = send(url, have);
            if (!Redirect.is(response.statusCode())) {
                return response;
            }
            new BodyReader(response.body()).close();
            url = Redirect.target(url, response.headers().firstValue("Location"));
        }
        throw new DownloadException(
                Reason.BAD_ANSWER,
                wanted.url(),
                "more than %d redirects, the last to %s; check the address or the mirror"
                        .formatted(MOST_REDIRECTS, PublicAddress.of(url)));
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> send(URI url, long have) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(settings.stallTimeout())
                .header("User-Agent", "resnet4j")
                .header("Accept-Encoding", "identity");
        if (have > 0) {
            request.header("Range", "bytes=%d-".formatted(have));
            part.tag().ifPresent(tag -> request.header("If-Range", tag));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofPublisher());
        } catch (InterruptedException e) {
            throw BodyReader.interrupted(e);
        } catch (IOException e) {
            throw NoAnswer.of(url, e, settings.proxies());
        } catch (IllegalArgumentException e) {
            // The JDK's client does not catch what a Content-Length that is no number makes of itself.
            throw new RetryableException(
                    Reason.BAD_ANSWER, "the answer is not HTTP (%s)".formatted(e.getMessage()), Optional.empty(), e);
        }
    }
}
