package io.resnet4j.io;

import io.resnet4j.io.DownloadException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The status and headers of an answer, as RFC 9110 has them. */
final class Answer {
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,18})");

    private final int status;
    private final HttpHeaders headers;
    private final DownloadSettings settings;

    Answer(HttpResponse<?> response, DownloadSettings settings) {
        this.status = response.statusCode();
        this.headers = response.headers();
        this.settings = settings;
    }

    /** The announced length of the body; empty when there is none. */
    OptionalLong length() throws RetryableException {
        Optional<String> length = headers.firstValue("Content-Length");
        if (length.isPresent() && !length.get().matches("\\d{1,18}")) {
            throw new RetryableException(Reason.BAD_ANSWER, "Content-Length is '%s'".formatted(length.get()));
        }
        return length.map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
    }

    /** What the server calls the content, for {@code If-Range}; weak tags are not for ranges. */
    Optional<String> tag() {
        return headers.firstValue("ETag")
                .filter(tag -> tag.startsWith("\""))
                .or(() -> headers.firstValue("Last-Modified"));
    }

    /** How large the file is that this answer has all bytes of from {@code start} on; empty when it does not. */
    OptionalLong totalFrom(long start) {
        Matcher range = RANGE.matcher(range());
        if (!range.matches()
                || Long.parseLong(range.group(1)) != start
                || Long.parseLong(range.group(2)) != Long.parseLong(range.group(3)) - 1) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(range.group(3)));
    }

    /** How large the file is that has no bytes where we asked for some. */
    OptionalLong sizeOfUnsatisfied() {
        Matcher range = UNSATISFIED.matcher(range());
        return range.matches() ? OptionalLong.of(Long.parseLong(range.group(1))) : OptionalLong.empty();
    }

    String range() {
        return headers.firstValue("Content-Range").orElse("no Content-Range");
    }

    /** What to throw for a status that brings no bytes. */
    IOException failure(URI url) {
        boolean later = isForLater(status);
        Optional<Duration> asked = headers.firstValue("Retry-After").flatMap(Answer::pause);
        if (later && asked.map(settings.longestPause()::compareTo).orElse(0) >= 0) {
            return new RetryableException(Reason.UNREACHABLE, "the server answers %d".formatted(status), asked, null);
        }
        if (later) {
            String problem = "the server answers %d and asks to come back in %d s; do so, or name a mirror";
            return new DownloadException(
                    Reason.UNREACHABLE,
                    url,
                    problem.formatted(status, asked.get().toSeconds()));
        }
        if (status == 404 || status == 410) {
            return new DownloadException(
                    Reason.NOT_FOUND,
                    url,
                    "the server has no such file (%d); check the address or the mirror".formatted(status));
        }
        String problem = status == 407
                ? "the proxy answers 407, it wants to know who asks; " + NoAnswer.credentials(url)
                : "the server answers %d; check the address, the mirror and the proxy".formatted(status);
        return new DownloadException(Reason.REFUSED, url, problem);
    }

    /** Whether a status says that the same request may be answered later. */
    static boolean isForLater(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /** Seconds, or a date; empty for anything else. */
    private static Optional<Duration> pause(String retryAfter) {
        if (retryAfter.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            Instant date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration until = Duration.between(Instant.now(), date);
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeParseException e) {
            return Optional.empty(); // as if it had not been said
        }
    }
}
