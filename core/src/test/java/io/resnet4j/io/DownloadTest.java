package io.resnet4j.io;

import static io.resnet4j.io.FaultyServer.answer;
import static io.resnet4j.io.FaultyServer.cut;
import static io.resnet4j.io.FaultyServer.good;
import static io.resnet4j.io.FaultyServer.head;
import static io.resnet4j.io.FaultyServer.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.DownloadException.Reason;
import io.resnet4j.io.FaultyServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server does, there is the right file in its place or none. */
class DownloadTest {
    private static final byte[] CONTENT = random(1, 300_000);
    private static final byte[] OTHER = random(2, 300_000);
    private static final String TAG = "\"one\"";
    private static final Reply GOOD = good(CONTENT, TAG);
    private static final Reply CUT = cut(CONTENT, TAG, 100_000);
    private static final String LENGTH = "Content-Length: " + CONTENT.length;

    /** Long enough for a busy machine to answer in. */
    private static final Duration STALL = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    /** What a server does, and what comes of it: the file, or a reason and what the message says. */
    record Fault(String name, List<Reply> replies, Optional<Reason> reason, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Fault healed(String name, Reply... replies) {
        return new Fault(name, List.of(replies), Optional.empty(), "");
    }

    private static Fault fails(String name, Reason reason, String message, Reply... replies) {
        return new Fault(name, List.of(replies), Optional.of(reason), message);
    }

    static Stream<Fault> brokenConnections() {
        Reply garbage = (request, out) -> out.write("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII));
        Reply halfAHead =
                (request, out) -> out.write("HTTP/1.1 200 OK\r\nContent-Le".getBytes(StandardCharsets.US_ASCII));
        Reply badChunk = (request, out) -> {
            head(out, "200 OK", "Transfer-Encoding: chunked");
            out.write("5\r\nabcdeNONSENSE\r\n".getBytes(StandardCharsets.US_ASCII));
        };
        Reply drips = (request, out) -> {
            head(out, "200 OK", LENGTH);
            for (int i = 0; i < 10; i++) {
                out.write(CONTENT, i * 30_000, 30_000);
                out.flush();
                Thread.sleep(STALL.toMillis() / 5); // twice in all what may pass without a byte
            }
        };
        return Stream.of(
                healed("nothing wrong", GOOD),
                healed("cut in the middle", CUT, GOOD),
                healed("cut three times", CUT, CUT, cut(CONTENT, TAG, 10), GOOD),
                healed("closed before the head", (request, out) -> {}, GOOD),
                healed("closed in the head", halfAHead, GOOD),
                healed("no HTTP, once", garbage, GOOD),
                healed("broken chunks", badChunk, GOOD),
                healed("slow, but never silent", drips),
                fails("no HTTP, ever", Reason.UNREACHABLE, "4 attempts failed, check the network", garbage),
                fails("always closed before the head", Reason.UNREACHABLE, "check the network", (request, out) -> {}),
                fails("always cut", Reason.UNREACHABLE, "goes on where this ended", cut(CONTENT, TAG, 10)));
    }

    static Stream<Fault> statuses() throws IOException {
        String later = "Retry-After: 3600";
        String past = "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT";
        String web = "Location: http://example.org:99999999/x";
        return Stream.of(
                healed("500 once", status("500 Internal Server Error", "Content-Length: 0"), GOOD),
                healed("503, come back at once", status("503 Busy", "Retry-After: 0", "Content-Length: 0"), GOOD),
                healed("429, a date that is past", status("429 Slow Down", past, "Content-Length: 0"), GOOD),
                healed("429, a pause that is none", status("429 Slow Down", "Retry-After: soon"), GOOD),
                healed("408", status("408 Request Timeout", "Content-Length: 0"), GOOD),
                fails(
                        "429 for an hour",
                        Reason.UNREACHABLE,
                        "429 and asks to come back in 3600 s",
                        status("429 S", later)),
                fails(
                        "502 forever",
                        Reason.UNREACHABLE,
                        "the server answers 502; 4 attempts failed",
                        status("502 Bad")),
                fails("404", Reason.NOT_FOUND, "no such file (404); check the address", status("404 Not Found")),
                fails("410", Reason.NOT_FOUND, "no such file (410); check the address", status("410 Gone")),
                fails("403", Reason.REFUSED, "the server answers 403; check the address", status("403 Forbidden")),
                fails("204", Reason.REFUSED, "the server answers 204; check the address", status("204 No Content")),
                fails("redirect loop", Reason.BAD_ANSWER, "more than 5 redirects", status("302 Found", "Location: /a")),
                fails(
                        "redirect to a file",
                        Reason.BAD_ANSWER,
                        "not on the web",
                        status("302 F", "Location: file:///x")),
                fails("redirect to nowhere", Reason.BAD_ANSWER, "a redirect to nowhere", status("301 Moved")),
                fails("redirect to no address", Reason.BAD_ANSWER, "no address", status("307 F", "Location: http://[")),
                fails("redirect to no port", Reason.BAD_ANSWER, "is not", status("307 F", web)),
                healed("redirect", status("308 Moved", "Location: other/file.pth"), GOOD));
    }

    static Stream<Fault> liesAboutContent() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(CONTENT);
        }
        byte[] portal = "<html>Please log in</html>".getBytes(StandardCharsets.US_ASCII);
        byte[] more = Arrays.copyOf(CONTENT, CONTENT.length + 50_000);
        byte[] part = Arrays.copyOf(CONTENT, 1000);
        Reply endless = (request, out) -> {
            head(out, "200 OK");
            for (int i = 0; i < 100; i++) {
                out.write(CONTENT);
            }
        };
        return Stream.of(
                fails("other bytes", Reason.WRONG_CONTENT, "nothing was kept, check the mirror", good(OTHER, TAG)),
                fails("a page to log in", Reason.WRONG_CONTENT, "not the published file", good(portal, TAG)),
                fails("nothing", Reason.WRONG_CONTENT, "and is e3b0c442", good(new byte[0], TAG)),
                fails("gzip", Reason.WRONG_CONTENT, "not the published", good(zipped.toByteArray(), TAG)),
                fails("too short, and says so", Reason.WRONG_CONTENT, "not the published", good(part, TAG)),
                fails("too short, without a length", Reason.WRONG_CONTENT, "check", answer("200 OK", part)),
                fails(
                        "huge length",
                        Reason.TOO_LARGE,
                        "announces 1099511627776",
                        status("200 OK", "Content-Length: 1099511627776")),
                fails(
                        "length that is no number",
                        Reason.BAD_ANSWER,
                        "check",
                        answer("200 OK", CONTENT, "Content-Length: x")),
                fails("endless", Reason.TOO_LARGE, "has at most 1000000; check the address", endless),
                fails(
                        "less than announced, always",
                        Reason.UNREACHABLE,
                        "goes on where this ended",
                        answer("200 OK", part, LENGTH)),
                healed("more than announced", answer("200 OK", more, LENGTH)),
                healed("short without a length, once", answer("200 OK", part), GOOD));
    }

    static Stream<Fault> liesAboutRanges() {
        Reply changed = good(OTHER, "\"two\"");
        byte[] tail = Arrays.copyOfRange(CONTENT, 100_000, CONTENT.length);
        byte[] otherTail = Arrays.copyOfRange(OTHER, 100_000, OTHER.length);
        String range = "Content-Range: bytes 100000-299999/300000";
        return Stream.of(
                healed("knows no ranges", CUT, answer("200 OK", CONTENT, LENGTH)),
                healed("content changed meanwhile", cut(OTHER, "\"two\"", 100_000), GOOD),
                fails("content changed to a wrong one", Reason.WRONG_CONTENT, "check the mirror", CUT, changed),
                healed("a range, other tag", CUT, answer("206 P", otherTail, range, "ETag: \"two\""), GOOD),
                healed("a range of other content, no tag", CUT, answer("206 P", otherTail, range), GOOD),
                healed("the rest, no tag", CUT, answer("206 P", tail, range)),
                healed("another range", CUT, answer("206 P", CONTENT, "Content-Range: bytes 0-299999/300000"), GOOD),
                healed(
                        "a range not to the end",
                        CUT,
                        answer("206 P", tail, "Content-Range: bytes 100000-5/300000"),
                        GOOD),
                healed(
                        "a range of nobody knows what",
                        CUT,
                        answer("206 P", tail, "Content-Range: bytes 100000-299999/*"),
                        GOOD),
                healed("206 without a range", CUT, answer("206 P", tail), GOOD),
                healed("206 that nobody asked for", answer("206 P", tail, range), GOOD),
                healed("416", CUT, status("416 No", "Content-Range: bytes */7"), GOOD),
                healed("416 without a size", CUT, status("416 No"), GOOD),
                fails(
                        "416 forever",
                        Reason.BAD_ANSWER,
                        "does not have the range asked for; 4 attempts",
                        CUT,
                        status("416 No")),
                fails(
                        "a range of a huge file",
                        Reason.TOO_LARGE,
                        "announces 9000000 bytes",
                        CUT,
                        status("206 P", "Content-Range: bytes 100000-8999999/9000000")));
    }

    @ParameterizedTest
    @MethodSource({"brokenConnections", "statuses", "liesAboutContent", "liesAboutRanges"})
    void thereIsTheRightFileOrNone(Fault fault) throws IOException {
        Path target = folder.resolve("file.pth");
        try (FaultyServer server = new FaultyServer(fault.replies().toArray(Reply[]::new))) {
            if (fault.reason().isEmpty()) {
                assertEquals(sha256(CONTENT), fetch(server, target));
                assertArrayEquals(CONTENT, Files.readAllBytes(target));
                assertEquals(List.of("file.pth"), files());
                return;
            }
            DownloadException e = assertThrows(DownloadException.class, () -> fetch(server, target));
            assertEquals(fault.reason().get(), e.reason(), e.getMessage());
            assertTrue(e.getMessage().startsWith("http://127.0.0.1:"), e.getMessage());
            assertTrue(e.getMessage().contains(fault.message()), e.getMessage());
            assertFalse(Files.exists(target));
            // Next time, with a server as it should be, all is well.
            try (FaultyServer healthy = new FaultyServer(GOOD)) {
                fetch(healthy, target);
                assertArrayEquals(CONTENT, Files.readAllBytes(target));
            }
        }
    }

    @Test
    void aStalledLineIsGivenUpAndTakenUpAgain() throws IOException {
        FaultyServer[] server = new FaultyServer[1];
        Reply stallsInTheBody = (request, out) -> {
            head(out, "200 OK", LENGTH, "ETag: " + TAG);
            out.write(CONTENT, 0, 70_000);
            out.flush();
            server[0].hang();
        };
        Reply stallsBeforeTheHead = (request, out) -> server[0].hang();
        server[0] = new FaultyServer(stallsInTheBody, stallsBeforeTheHead, GOOD);
        try (FaultyServer closing = server[0]) {
            fetch(closing, folder.resolve("file.pth"));
            assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("file.pth")));
            assertEquals(3, closing.requests().size());
            assertEquals(70_000, closing.requests().get(2).start());
        }
    }

    @Test
    void theRestIsAskedForByTag() throws IOException {
        try (FaultyServer server = new FaultyServer(CUT, GOOD)) {
            fetch(server, folder.resolve("file.pth"));
            Map<String, String> second = server.requests().get(1).headers();
            assertEquals("bytes=100000-", second.get("range"));
            assertEquals(TAG, second.get("if-range"));
            assertEquals("identity", second.get("accept-encoding"));
        }
    }

    @Test
    void anotherRunGoesOnWhereTheLastOneEnded() throws IOException {
        Path target = folder.resolve("file.pth");
        try (FaultyServer server = new FaultyServer(CUT, status("404 Not Found"), GOOD)) {
            assertThrows(DownloadException.class, () -> fetch(server, target));
            assertEquals(List.of("file.pth.part", "file.pth.part.tag"), files());
            fetch(server, target);
            assertEquals(100_000, server.requests().get(2).start());
            assertEquals(List.of("file.pth"), files());
        }
    }

    @Test
    void aPartThatIsTheWholeFileNeedsNoMore() throws IOException {
        Files.write(folder.resolve("file.pth.part"), CONTENT);
        try (FaultyServer server = new FaultyServer(GOOD)) {
            fetch(server, folder.resolve("file.pth"));
            assertEquals(300_000, server.requests().get(0).start());
            assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("file.pth")));
        }
    }

    /** Of a part that anybody may have written, nothing is believed but what its hash proves. */
    @ParameterizedTest
    @CsvSource({"100000, true", "300000, true", "2000000, false"})
    void aForeignPartIsFoundOut(int size, boolean asksForTheRest) throws IOException {
        Files.write(folder.resolve("file.pth.part"), random(3, size));
        Files.writeString(folder.resolve("file.pth.part.tag"), "two\nlines");
        try (FaultyServer server = new FaultyServer(GOOD)) {
            fetch(server, folder.resolve("file.pth"));
            assertEquals(asksForTheRest ? size : 0, server.requests().get(0).start());
            assertFalse(server.requests().get(0).headers().containsKey("if-range"));
            assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("file.pth")));
        }
    }

    /** Who has heard of the server once is as patient as ever. */
    @Test
    void aServerThatGoesAwayMayComeBack() throws IOException {
        FaultyServer[] server = new FaultyServer[1];
        server[0] = new FaultyServer((request, out) -> {
            head(out, "503 Later");
            server[0].close();
        });
        DownloadException e = assertThrows(DownloadException.class, () -> fetch(server[0], folder.resolve("file.pth")));
        assertTrue(e.getMessage().contains("nobody listens") && e.getMessage().contains("4 attempts"), e.getMessage());
    }

    /** The server that redirects sees where to; nobody else does. */
    @ParameterizedTest
    @CsvSource({
        "302 F, http://me:secret@127.0.0.1:99999/x?secret#secret",
        "302 F, http://[?secret",
        "302 F, ftp://h.example/x?secret",
        "302 F, ?secret",
        "404 N, ''",
        "403 N, ''",
        "200 OK, ''",
    })
    void noMessageHasTheQueryOfAnAddress(String status, String location) throws IOException {
        List<String> heard = new ArrayList<>();
        DownloadListener listener = new DownloadListener() {
            @Override
            public void started(String address, long have) {
                heard.add(address);
            }

            @Override
            public void failed(String problem, Duration pause) {
                heard.add(problem);
            }
        };
        try (FaultyServer server = new FaultyServer(status(status, "Location: " + location, "Content-Length: 0"))) {
            DownloadException e = assertThrows(
                    DownloadException.class,
                    () -> fetch(
                            server.url("models/file.pth?secret"),
                            folder.resolve("file.pth"),
                            EnvironmentProxies.of(Map.of("no_proxy", "*")),
                            listener));
            assertTrue(e.getMessage().startsWith(server.url("models/file.pth") + ": "), e.getMessage());
            assertFalse(e.getMessage().contains("secret"), e.getMessage());
            assertEquals(List.of(server.url("models/file.pth").toString()), heard);
        }
    }

    @Test
    void aProxyThatMakesNoWayIsAnErrorWithARemedy() throws IOException {
        URI url = URI.create("https://weights.example/file.pth");
        Reply asks = status("407 Who?", "Proxy-Authenticate: Basic realm=\"x\"", "Content-Length: 0");
        for (Map.Entry<String, Reply> way : Map.of(
                        "the proxy answers 407, it wants to know who asks; put the proxy's name and password",
                        asks,
                        "the proxy answers 403 when it is asked for a way to weights.example",
                        status("403 No"))
                .entrySet()) {
            try (FaultyServer proxy = new FaultyServer(way.getValue())) {
                String address = "http://me:secret@" + proxy.url("").getAuthority();
                EnvironmentProxies proxies = EnvironmentProxies.of(Map.of("https_proxy", address));
                DownloadException e =
                        assertThrows(DownloadException.class, () -> fetch(url, folder.resolve("file.pth"), proxies));
                assertEquals(Reason.REFUSED, e.reason(), e.getMessage());
                assertTrue(e.getMessage().startsWith(url + ": " + way.getKey()), e.getMessage());
                assertTrue(e.getMessage().contains("-Djdk.http.auth.tunneling.disabledSchemes= "), e.getMessage());
                assertFalse(e.getMessage().contains("secret"), e.getMessage());
                assertEquals(1, proxy.requests().size());
            }
        }
        try (FaultyServer proxy = new FaultyServer(status("502 Bad"))) {
            EnvironmentProxies proxies =
                    EnvironmentProxies.of(Map.of("https_proxy", proxy.url("").toString()));
            DownloadException e =
                    assertThrows(DownloadException.class, () -> fetch(url, folder.resolve("file.pth"), proxies));
            assertEquals(Reason.UNREACHABLE, e.reason(), e.getMessage());
            assertEquals(4, proxy.requests().size());
        }
    }

    @Test
    void aProxyThatWantsAnotherPasswordIsAskedNoMore() throws IOException {
        try (FaultyServer proxy =
                new FaultyServer(status("407 Who?", "Proxy-Authenticate: Basic realm=\"x\"", "Content-Length: 0"))) {
            EnvironmentProxies proxies = EnvironmentProxies.of(
                    Map.of("http_proxy", "http://me:secret@" + proxy.url("").getAuthority()));
            DownloadException e = assertThrows(
                    DownloadException.class,
                    () -> fetch(URI.create("http://weights.example/file.pth"), folder.resolve("file.pth"), proxies));
            assertEquals(Reason.REFUSED, e.reason(), e.getMessage());
            assertTrue(e.getMessage().contains("does not take the name and password"), e.getMessage());
            assertFalse(e.getMessage().contains("-Djdk"), e.getMessage());
        }
    }

    @Test
    void nobodyListens() throws IOException {
        FaultyServer gone = new FaultyServer(GOOD);
        gone.close();
        DownloadException e = assertThrows(DownloadException.class, () -> fetch(gone, folder.resolve("file.pth")));
        assertEquals(Reason.UNREACHABLE, e.reason());
        assertTrue(
                e.getMessage().contains("3 attempts failed, check the network, https_proxy or the mirror"),
                e.getMessage());
        assertTrue(
                e.getMessage()
                        .contains("nobody listens at 127.0.0.1:" + gone.url("").getPort()),
                e.getMessage());
        assertEquals(List.of(), files());
    }

    @Test
    void whoIsInterruptedStops() throws Exception {
        FaultyServer[] server = new FaultyServer[1];
        server[0] = new FaultyServer((request, out) -> server[0].hang());
        Exception[] failure = new Exception[1];
        Thread thread = new Thread(() -> {
            try {
                fetch(server[0], folder.resolve("file.pth"));
            } catch (IOException e) {
                failure[0] = e;
            }
        });
        try (FaultyServer closing = server[0]) {
            thread.start();
            while (closing.requests().isEmpty()) {
                Thread.sleep(5);
            }
            thread.interrupt();
            thread.join(5000);
            assertTrue(failure[0] instanceof InterruptedIOException, () -> String.valueOf(failure[0]));
        }
    }

    @Test
    void aSecureServerMaySendToNoOther() throws DownloadException {
        URI from = URI.create("https://a.example/x");
        DownloadException e =
                assertThrows(DownloadException.class, () -> Redirect.target(from, Optional.of("http://a.example/x")));
        assertEquals(Reason.BAD_ANSWER, e.reason());
        assertTrue(e.getMessage().contains("from https to http://a.example/x"), e.getMessage());
        assertEquals(URI.create("https://b.example/y"), Redirect.target(from, Optional.of("//b.example/y")));
        assertEquals(URI.create("https://a.example/y"), Redirect.target(from, Optional.of("y")));
    }

    @Test
    void aProxyIsAskedForTheFile() throws IOException {
        try (FaultyServer proxy = new FaultyServer(GOOD)) {
            EnvironmentProxies proxies =
                    EnvironmentProxies.of(Map.of("http_proxy", proxy.url("").toString()));
            Path target = folder.resolve("file.pth");
            fetch(URI.create("http://weights.example/file.pth"), target, proxies);
            assertEquals(
                    "GET http://weights.example/file.pth HTTP/1.1",
                    proxy.requests().get(0).line());
            assertArrayEquals(CONTENT, Files.readAllBytes(target));
        }
    }

    @Test
    void aProxyIsToldWhoAsks() throws IOException {
        Reply asks = status("407 Who?", "Proxy-Authenticate: Basic realm=\"x\"", "Content-Length: 0");
        Path target = folder.resolve("file.pth");
        URI url = URI.create("http://weights.example/file.pth");
        try (FaultyServer proxy = new FaultyServer(asks, GOOD)) {
            String address = "http://me:secret@" + proxy.url("").getAuthority();
            fetch(url, target, EnvironmentProxies.of(Map.of("HTTP_PROXY", address)));
            assertEquals("Basic bWU6c2VjcmV0", proxy.requests().get(1).headers().get("proxy-authorization"));
        }
        try (FaultyServer proxy = new FaultyServer(asks)) {
            EnvironmentProxies nameless =
                    EnvironmentProxies.of(Map.of("http_proxy", proxy.url("").toString()));
            DownloadException e = assertThrows(DownloadException.class, () -> fetch(url, target, nameless));
            assertEquals(Reason.REFUSED, e.reason(), e.getMessage());
        }
        EnvironmentProxies socks = EnvironmentProxies.of(Map.of("http_proxy", "socks5://me:secret@127.0.0.1:9"));
        DownloadException e = assertThrows(DownloadException.class, () -> fetch(url, target, socks));
        assertTrue(e.getMessage().contains("http_proxy is no address of an http proxy"), e.getMessage());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    private String fetch(FaultyServer server, Path target) throws IOException {
        return fetch(server.url("models/file.pth"), target, EnvironmentProxies.of(Map.of("no_proxy", "*")));
    }

    private static String fetch(URI url, Path target, EnvironmentProxies proxies) throws IOException {
        return fetch(url, target, proxies, DownloadListener.SILENT);
    }

    private static String fetch(URI url, Path target, EnvironmentProxies proxies, DownloadListener listener)
            throws IOException {
        DownloadSettings settings = new DownloadSettings(
                Duration.ofSeconds(2), STALL, 4, Duration.ofMillis(1), Duration.ofMillis(20), proxies);
        Download.Wanted wanted =
                new Download.Wanted(url, Checksums.of(sha256(CONTENT).substring(0, 8)), 1_000_000);
        return new Download(settings).fetch(wanted, target, listener).sha256();
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
