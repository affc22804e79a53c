package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "https_proxy, http://p.example:3128, https://a.example/x, p.example:3128",
        "HTTPS_PROXY, p.example:3128, https://a.example/x, p.example:3128",
        "https_proxy, http://me:secret@p.example/, https://a.example/x, p.example:80",
        "http_proxy, http://p.example:1, https://a.example/x, ''",
        "http_proxy, http://p.example:1, http://a.example/x, p.example:1",
        "ALL_PROXY, http://p.example:1, https://a.example/x, p.example:1",
    })
    void eachSchemeHasItsVariable(String name, String value, String target, String proxy) {
        assertEquals(proxy, select(Map.of(name, value), target));
    }

    @Test
    void smallLettersGoFirst() {
        Map<String, String> both = Map.of("https_proxy", "http://small:1", "HTTPS_PROXY", "http://capital:1");
        assertEquals("small:1", select(both, "https://a.example"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "* | ''",
                "a.example | ''",
                ".example | ''",
                "*.example | ''",
                "x.y, A.EXAMPLE | ''",
                "a.example:443 | ''",
                "a.example:80 | p:1",
                "b.example | p:1",
                "ample | p:1",
            })
    void someHostsAreAskedDirectly(String noProxy, String proxy) {
        assertEquals(proxy, select(Map.of("https_proxy", "http://p:1", "no_proxy", noProxy), "https://a.example/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://p:1", "https://p:1", "http://", "http://a b", "://"})
    void whatIsNoHttpProxyIsRefused(String value) {
        EnvironmentProxies proxies = EnvironmentProxies.of(Map.of("https_proxy", value));
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> proxies.select(URI.create("https://a.example")));
        assertEquals(
                "the environment's https_proxy is no address of an http proxy; write http://HOST:PORT", e.getMessage());
    }

    private static String select(Map<String, String> environment, String target) {
        List<Proxy> proxies = EnvironmentProxies.of(environment).select(URI.create(target));
        assertEquals(1, proxies.size());
        if (proxies.get(0).type() == Proxy.Type.DIRECT) {
            return "";
        }
        InetSocketAddress address = (InetSocketAddress) proxies.get(0).address();
        return address.getHostString() + ":" + address.getPort();
    }
}
