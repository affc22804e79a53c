package io.resnet4j.io;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and {@code no_proxy} name, as curl and pip
 * read them; in capitals too, and the small letters go first. Where none of the first three is set, the virtual machine's
 * own ({@code -Dhttps.proxyHost}).
 *
 * <p>{@code no_proxy} lists hosts and domains, separated by commas, each with its subdomains and perhaps a port;
 * {@code *} stands for all.
 */
public final class EnvironmentProxies extends ProxySelector {
    private static final List<String> PROXIES = List.of("https_proxy", "http_proxy", "all_proxy");
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final Map<String, String> environment;

    private EnvironmentProxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Those of an environment, such as {@link System#getenv()}. */
    public static EnvironmentProxies of(Map<String, String> environment) {
        return new EnvironmentProxies(environment);
    }

    /**
     * The one proxy for an address, or none.
     *
     * @throws IllegalArgumentException when the variable is not the address of an http proxy
     */
    @Override
    public List<Proxy> select(URI target) {
        Optional<URI> proxy = proxy(target.getScheme());
        if (proxy.isEmpty()) {
            ProxySelector machine = ProxySelector.getDefault();
            return isSet() || machine == null ? DIRECT : machine.select(target);
        }
        if (isExempt(target)) {
            return DIRECT;
        }
        URI found = proxy.get();
        int port = found.getPort() < 0 ? 80 : found.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(found.getHost(), port)));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
        // The attempt fails by itself, and says so.
    }

    /** Who answers when a proxy asks for a name and a password, if a variable has any. */
    Optional<Authenticator> authenticator() {
        boolean named =
                PROXIES.stream().flatMap(name -> variable(name).stream()).anyMatch(value -> value.contains("@"));
        return named ? Optional.of(new Credentials()) : Optional.empty();
    }

    private final class Credentials extends Authenticator {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            Optional<String> user = getRequestorType() == RequestorType.PROXY
                    ? proxy(getRequestingURL().getProtocol()).map(URI::getUserInfo)
                    : Optional.empty();
            return user.map(EnvironmentProxies::credentials).orElse(null);
        }
    }

    private static PasswordAuthentication credentials(String user) {
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        return new PasswordAuthentication(name, (colon < 0 ? "" : user.substring(colon + 1)).toCharArray());
    }

    private boolean isSet() {
        return PROXIES.stream().anyMatch(name -> variable(name).isPresent());
    }

    private Optional<URI> proxy(String scheme) {
        String name = scheme.toLowerCase(Locale.ROOT) + "_proxy";
        String used = variable(name).isPresent() ? name : "all_proxy";
        return variable(used).map(value -> parsed(used, value));
    }

    private static URI parsed(String name, String value) {
        try {
            URI proxy = new URI(value.contains("://") ? value : "http://" + value);
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null) {
                return proxy;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(message(name), e);
        }
        throw new IllegalArgumentException(message(name));
    }

    /** Without the value, which may hold a password. */
    private static String message(String name) {
        return "the environment's %s is no address of an http proxy; write http://HOST:PORT".formatted(name);
    }

    private boolean isExempt(URI target) {
        String host = target.getHost().toLowerCase(Locale.ROOT);
        String hostAndPort = host + ":" + (target.getPort() < 0 ? 443 : target.getPort());
        for (String item :
                variable("no_proxy").orElse("").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            String domain = item.startsWith("*.") ? item.substring(2) : item.startsWith(".") ? item.substring(1) : item;
            if (domain.equals("*") || !domain.isEmpty() && (isIn(host, domain) || isIn(hostAndPort, domain))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }
}
