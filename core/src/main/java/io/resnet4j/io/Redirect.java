package io.resnet4j.io;

import io.resnet4j.io.DownloadException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Where a server sends us instead. */
final class Redirect {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private Redirect() {}

    static boolean is(int status) {
        return STATUSES.contains(status);
    }

    /**
     * The address to ask next.
     *
     * @throws DownloadException when there is none, or it is less safe than the one asked
     */
    static URI target(URI from, Optional<String> location) throws DownloadException {
        if (location.isEmpty()) {
            throw refused(from, "a redirect to nowhere");
        }
        URI to;
        try {
            to = from.resolve(new URI(location.get()));
        } catch (URISyntaxException e) {
            throw refused(from, "a redirect to '%s', which is no address".formatted(PublicAddress.of(location.get())));
        }
        boolean secure = "https".equalsIgnoreCase(to.getScheme());
        boolean web = secure || "http".equalsIgnoreCase(to.getScheme());
        if (!web || to.getHost() == null || to.getPort() > 65_535) {
            throw refused(from, "a redirect to %s, which is not on the web".formatted(PublicAddress.of(to)));
        }
        if ("https".equalsIgnoreCase(from.getScheme()) && !secure) {
            throw refused(
                    from,
                    "a redirect from https to %s, where anybody could change the file".formatted(PublicAddress.of(to)));
        }
        return to;
    }

    private static DownloadException refused(URI from, String got) {
        return new DownloadException(
                Reason.BAD_ANSWER, from, got + ", is not followed; check the address or the mirror");
    }
}
