package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoAnswerTest {
    private static final URI SERVER = URI.create("https://weights.example/a?secret");
    private static final EnvironmentProxies DIRECT = EnvironmentProxies.of(Map.of("no_proxy", "*", "all_proxy", "x:1"));
    private static final String SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    @AfterEach
    void restore() {
        System.clearProperty(SCHEMES);
    }

    /** As Java's client has it, and as its own sockets do. */
    @Test
    void aHostThatNobodyKnowsIsNobody() {
        String message = "no answer: no name server knows the host weights.example, or none is there to ask";
        IOException failure = new ConnectException();
        failure.initCause(new UnresolvedAddressException());
        assertNobody(message, NoAnswer.of(SERVER, failure, DIRECT));
        assertNobody(message, NoAnswer.of(SERVER, new UnknownHostException("weights.example"), DIRECT));
        EnvironmentProxies proxy = EnvironmentProxies.of(Map.of("https_proxy", "http://me:secret@proxy.invalid:3128"));
        assertNobody(message.replace("weights.example", "proxy.invalid"), NoAnswer.of(SERVER, failure, proxy));
    }

    @Test
    void aHostThatRefusesIsNobody() {
        String message = "no answer: nobody listens at weights.example:443, or there is no way to it";
        assertNobody(message, NoAnswer.of(SERVER, new ConnectException("Connection refused"), DIRECT));
        assertNobody(message, NoAnswer.of(SERVER, new NoRouteToHostException(), DIRECT));
    }

    @Test
    void aHostThatTakesItsTimeIsSomebody() {
        RetryableException answer = (RetryableException)
                NoAnswer.of(SERVER, new HttpConnectTimeoutException("HTTP connect timed out"), DIRECT);
        assertEquals("no answer (HTTP connect timed out)", answer.getMessage());
        assertTrue(!answer.isNobody());
    }

    /** The command's launcher sets the property; who uses the library has to. */
    @Test
    void thePropertyIsNamedWhereItIsMissing() {
        String name = "put the proxy's name and password into https_proxy: http://NAME:PASSWORD@HOST:PORT";
        assertTrue(NoAnswer.credentials(SERVER).startsWith(name + ", and start Java with -D" + SCHEMES + "= "));
        assertEquals(name, NoAnswer.credentials(URI.create("http://weights.example/a")));
        System.setProperty(SCHEMES, "");
        assertEquals(name, NoAnswer.credentials(SERVER));
    }

    private static void assertNobody(String message, IOException answer) {
        assertEquals(message, answer.getMessage());
        assertTrue(answer instanceof RetryableException retryable && retryable.isNobody());
    }
}
