package io.resnet4j.io;

import io.resnet4j.io.DownloadException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What it means that the JDK's client has no answer from a server, or from the proxy before it. */
final class NoAnswer {
    /** How the client says that a proxy made no way to the server. */
    private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

    private static final String WRONG_PASSWORD = "too many authentication attempts";
    private static final String SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private NoAnswer() {}

    /** What to throw: a {@link RetryableException}, or a {@link DownloadException} where another attempt ends alike. */
    static IOException of(URI url, IOException failure, EnvironmentProxies proxies) {
        String message = String.valueOf(failure.getMessage());
        Matcher tunnel = NO_TUNNEL.matcher(message);
        if (failure instanceof SSLException) {
            String problem =
                    "no secure connection (%s); check the clock, the proxy and whether Java trusts its certificate";
            return new DownloadException(Reason.REFUSED, url, problem.formatted(message), failure);
        }
        if (tunnel.find()) {
            return noTunnel(url, Integer.parseInt(tunnel.group(1)), failure);
        }
        if (message.startsWith(WRONG_PASSWORD)) {
            String problem = "the proxy does not take the name and password that it is told; " + credentials(url);
            return new DownloadException(Reason.REFUSED, url, problem, failure);
        }
        if (isNobody(failure)) {
            return RetryableException.nobody("no answer: " + nobody(target(url, proxies), failure), failure);
        }
        String problem = "no answer (%s)"
                .formatted(failure.getMessage() == null ? failure.getClass().getSimpleName() : message);
        return new RetryableException(Reason.UNREACHABLE, problem, Optional.empty(), failure);
    }

    private static IOException noTunnel(URI url, int status, IOException failure) {
        String problem = "the proxy answers %d when it is asked for a way to %s".formatted(status, url.getHost());
        return Answer.isForLater(status)
                ? new RetryableException(Reason.UNREACHABLE, problem, Optional.empty(), failure)
                : new DownloadException(
                        Reason.REFUSED,
                        url,
                        problem + "; ask who runs it, name a mirror, or " + credentials(url),
                        failure);
    }

    /** How a proxy is told who asks. */
    static String credentials(URI url) {
        String remedy = "put the proxy's name and password into https_proxy: http://NAME:PASSWORD@HOST:PORT";
        String disabled = System.getProperty(SCHEMES, "Basic").toLowerCase(Locale.ROOT);
        return "https".equals(url.getScheme()) && disabled.contains("basic")
                ? remedy
                        + ", and start Java with -D%s= (nothing behind it), without which it tells no proxy a password for https"
                                .formatted(SCHEMES)
                : remedy;
    }

    /** Whether nothing was there to talk to, which shows at once; time that runs out is another matter. */
    private static boolean isNobody(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException;
    }

    private static String nobody(InetSocketAddress target, IOException failure) {
        boolean unknown = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(
                        cause -> cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException);
        return unknown
                ? "no name server knows the host %s, or none is there to ask".formatted(target.getHostString())
                : "nobody listens at %s:%d, or there is no way to it"
                        .formatted(target.getHostString(), target.getPort());
    }

    /** To whom the connection was to be made: the proxy, if there is one. */
    private static InetSocketAddress target(URI url, EnvironmentProxies proxies) {
        SocketAddress proxy = proxies.select(url).stream()
                .filter(candidate -> candidate.type() == Proxy.Type.HTTP)
                .map(Proxy::address)
                .findFirst()
                .orElse(null);
        int usual = "https".equals(url.getScheme()) ? 443 : 80;
        return proxy instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved(url.getHost(), url.getPort() < 0 ? usual : url.getPort());
    }
}
