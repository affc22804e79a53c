package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.DownloadException;
import io.resnet4j.io.DownloadException.Reason;
import io.resnet4j.io.DownloadListener;
import io.resnet4j.io.FaultyServer;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WeightsCacheTest {
    private static final byte[] CONTENT = random();
    private static final String SHA256 = sha256(CONTENT);
    /** What test.pth is called in the cache. */
    private static final String FILE = "test-%s.pth".formatted(SHA256.substring(0, 8));

    private static final String TAG = "\"one\"";
    private static final URI NOWHERE = URI.create("https://nowhere.example/models/test.pth");

    @TempDir
    private Path folder;

    @Test
    void onceDownloadedTheNetworkIsNotNeeded() throws IOException {
        WeightsCache cache = DownloadProcess.cache(folder.resolve("new/weights"));
        PublishedWeights weights;
        try (FaultyServer server = new FaultyServer(FaultyServer.good(CONTENT, TAG))) {
            weights = DownloadProcess.weights(server.url("a/test.pth"), SHA256);
            assertFalse(cache.has(weights));
            assertEquals(cache.folder().resolve(FILE), cache.get(weights));
            assertEquals(1, server.requests().size());
        }
        assertTrue(cache.has(weights));
        assertArrayEquals(CONTENT, Files.readAllBytes(cache.offline().get(weights)));
        assertEquals(SHA256, cache.verify(weights));
        String note = Files.readString(cache.folder().resolve(FILE + ".sha256"));
        assertTrue(note.matches("# 300000 bytes, changed \\S+\n" + SHA256 + "  " + FILE + "\n"), note);
    }

    /** Proven by content that changed behind the note's back: only {@code verify} looks. */
    @Test
    void aFileIsReadAsAWholeOnceAndAgainWhenItChanged() throws IOException {
        WeightsCache cache = DownloadProcess.cache(folder).offline();
        PublishedWeights weights = DownloadProcess.weights(NOWHERE, SHA256.substring(0, 8));
        Path file = Files.write(cache.path(weights), CONTENT);
        cache.get(weights);
        FileTime changed = Files.getLastModifiedTime(file);
        Files.write(file, new byte[CONTENT.length]);
        Files.setLastModifiedTime(file, changed);
        cache.get(weights);
        Files.setLastModifiedTime(file, FileTime.fromMillis(changed.toMillis() + 2000));
        assertWrong(cache, weights, sha256(new byte[CONTENT.length]));
        assertEquals(sha256(new byte[CONTENT.length]), cache.verify(weights));
        assertFalse(Files.exists(folder.resolve(FILE + ".sha256")));
        Files.write(file, CONTENT);
        cache.get(weights);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "# 300000 bytes\nabc\n", "a\nb\nc\n"})
    void aNoteThatSaysNothingIsNotBelieved(String note) throws IOException {
        WeightsCache cache = DownloadProcess.cache(folder).offline();
        PublishedWeights weights = DownloadProcess.weights(NOWHERE, SHA256);
        Files.write(cache.path(weights), new byte[7]);
        Files.writeString(folder.resolve(FILE + ".sha256"), note);
        assertWrong(cache, weights, sha256(new byte[7]));
    }

    private static void assertWrong(WeightsCache cache, PublishedWeights weights, String sha256) {
        DownloadException e = assertThrows(DownloadException.class, () -> cache.get(weights));
        assertEquals(Reason.WRONG_CONTENT, e.reason());
        assertEquals(
                "%s: this is not resnet18:TEST: its SHA-256 should begin with %s and is %s; delete the file, and it is downloaded again"
                        .formatted(cache.path(weights), weights.sha256(), sha256),
                e.getMessage());
    }

    /** A registry each, with one name for two files. */
    @Test
    void filesOfOneNameDoNotMeet() throws IOException {
        byte[] other = new byte[1000];
        WeightsCache cache = DownloadProcess.cache(folder);
        try (FaultyServer server = new FaultyServer(FaultyServer.good(CONTENT, TAG), FaultyServer.good(other, TAG))) {
            PublishedWeights first = DownloadProcess.weights(server.url("a/test.pth"), SHA256);
            PublishedWeights second = DownloadProcess.weights(server.url("b/test.pth"), sha256(other));
            cache.get(first);
            assertFalse(cache.has(second));
            cache.get(second);
            assertArrayEquals(CONTENT, Files.readAllBytes(cache.get(first)));
            assertArrayEquals(other, Files.readAllBytes(cache.get(second)));
            assertEquals(2, server.requests().size());
        }
    }

    /** As former versions kept it, and as people bring it. */
    @Test
    void aFileUnderItsPublishedNameIsTakenWhenItIsTheOne() throws IOException {
        WeightsCache cache = DownloadProcess.cache(folder).offline();
        PublishedWeights weights = DownloadProcess.weights(NOWHERE, SHA256);
        Path brought = Files.write(folder.resolve("test.pth"), CONTENT);
        assertEquals(brought, cache.get(weights));
        assertTrue(cache.has(weights));
        assertEquals(brought, cache.path(weights));
        assertEquals(SHA256, cache.verify(weights));
        PublishedWeights another = DownloadProcess.weights(NOWHERE, "0123456789abcdef");
        assertEquals(
                Reason.OFFLINE,
                assertThrows(DownloadException.class, () -> cache.get(another)).reason());
        assertFalse(cache.has(another));
        assertArrayEquals(CONTENT, Files.readAllBytes(brought));
    }

    @ParameterizedTest
    @CsvSource({
        "ours.safetensors, 0123456789abcdef, ours-01234567.safetensors",
        "ours, 0123456789abcdef, ours-01234567",
        "a.b.pth, 01234567, a.b-01234567.pth",
        "ours-01234567.pth, 0123456789abcdef, ours-01234567.pth",
        "ours-0123456789abcdef.pth, 01234567, ours-0123456789abcdef.pth",
        "ours-fedcba98.pth, 0123456789abcdef, ours-fedcba98-01234567.pth",
        "ours01234567.pth, 0123456789abcdef, ours01234567-01234567.pth",
    })
    void theNameInTheCacheHasDigitsOfTheHash(String file, String sha256, String cached) {
        PublishedWeights weights = DownloadProcess.weights(URI.create("https://h.example/a/" + file), sha256);
        assertEquals(folder.resolve(cached), WeightsCache.in(folder).path(weights));
        Registry registry = new Registry(List.of(weights), Map.of());
        assertEquals(Optional.of(weights), registry.ofFile(cached));
        assertEquals(Optional.of(weights), registry.ofFile(file));
        assertEquals(Optional.of(sha256), weights.sha256Of(cached));
    }

    /** Nothing vouches for what came between hashing and noting. */
    @Test
    void aChangeRightAfterTheDownloadIsNoticed() throws IOException {
        DownloadListener changes = new DownloadListener() {
            @Override
            public void finished(Path file, String sha256) {
                try {
                    FileTime changed = Files.getLastModifiedTime(file);
                    Files.write(file, new byte[CONTENT.length]);
                    Files.setLastModifiedTime(file, FileTime.fromMillis(changed.toMillis() + 2000));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        try (FaultyServer server = new FaultyServer(FaultyServer.good(CONTENT, TAG))) {
            PublishedWeights weights = DownloadProcess.weights(server.url("test.pth"), SHA256);
            WeightsCache cache = DownloadProcess.cache(folder);
            cache.withListener(changes).get(weights);
            assertWrong(cache, weights, sha256(new byte[CONTENT.length]));
        }
    }

    @Test
    void aFolderThatTakesNoFilesIsAnErrorWithARemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        WeightsCache cache = DownloadProcess.cache(file.resolve("home/weights"));
        try (FaultyServer server = new FaultyServer(FaultyServer.good(CONTENT, TAG))) {
            PublishedWeights weights = DownloadProcess.weights(server.url("test.pth"), SHA256);
            assertFalse(cache.has(weights));
            DownloadException e = assertThrows(DownloadException.class, () -> cache.get(weights));
            assertEquals(Reason.UNWRITABLE, e.reason());
            assertEquals(
                    "%s: weights cannot be kept in this folder (%s is a file); name another with RESNET4J_HOME, or make it writable"
                            .formatted(cache.folder(), file),
                    e.getMessage());
            WeightsCache taken = DownloadProcess.cache(folder);
            Files.createDirectory(folder.resolve("." + FILE + ".lock"));
            e = assertThrows(DownloadException.class, () -> taken.get(weights));
            assertEquals(Reason.UNWRITABLE, e.reason());
            assertTrue(e.getMessage().startsWith(folder + ": weights cannot be kept in this folder ("), e.getMessage());
            assertEquals(0, server.requests().size());
        }
        assertEquals("text", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Set.of("file", "." + FILE + ".lock"),
                    files.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void withoutANetworkTheMessageSaysWhatToDo() throws IOException {
        FaultyServer gone = new FaultyServer(FaultyServer.good(CONTENT, TAG));
        gone.close();
        PublishedWeights weights = DownloadProcess.weights(gone.url("test.pth?token=secret"), SHA256);
        DownloadException e = assertThrows(
                DownloadException.class, () -> DownloadProcess.cache(folder).get(weights));
        assertEquals(Reason.UNREACHABLE, e.reason());
        for (String remedy :
                List.of("RESNET4J_MIRROR", "--offline", folder.resolve(FILE).toString(), "https_proxy")) {
            assertTrue(e.getMessage().contains(remedy), e.getMessage());
        }
        assertTrue(e.getMessage().startsWith(gone.url("test.pth") + ": no answer: nobody listens at"), e.getMessage());
    }

    @Test
    void noMessageHasTheQueryOfAnAddress() throws IOException {
        WeightsCache cache = DownloadProcess.cache(folder);
        URI url = URI.create("https://h.example/a/test.pth?token=secret#secret");
        DownloadException e =
                assertThrows(DownloadException.class, () -> cache.offline().get(DownloadProcess.weights(url, SHA256)));
        assertTrue(e.getMessage().endsWith("from https://h.example/a/test.pth by other means"), e.getMessage());
        for (String mirror :
                List.of("https://h.example/?secret", "http://me:secret@h/ x", "secret@h", "http://a:secret/@b/")) {
            Exception refusal = assertThrows(IllegalArgumentException.class, () -> cache.withMirror(mirror));
            assertFalse(refusal.getMessage().contains("secret"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("is no address of a server"), refusal.getMessage());
        }
        Exception refusal = assertThrows(
                IllegalArgumentException.class,
                () -> DownloadProcess.weights(URI.create("https://me:secret@h_h.example/?secret"), SHA256));
        assertEquals(
                "'https://h_h.example/' is no address of a file; write https://HOST/.../FILE", refusal.getMessage());
    }

    @Test
    void offlineSaysWhatToDo() {
        PublishedWeights weights = Registry.builtIn().named("resnet50", "V2");
        WeightsCache cache = WeightsCache.in(folder).offline().withMirror("http://mirror.example/torch");
        DownloadException e = assertThrows(DownloadException.class, () -> cache.get(weights));
        assertEquals(Reason.OFFLINE, e.reason());
        assertEquals(
                folder.resolve("resnet50-11ad3fa6.pth") + ": resnet50:IMAGENET1K_V2 is not here, and downloads are"
                        + " switched off; switch them on, or bring the file from"
                        + " http://mirror.example/torch/resnet50-11ad3fa6.pth by other means",
                e.getMessage());
        assertThrows(NoSuchFileException.class, () -> cache.verify(weights));
    }

    @Test
    void aMirrorStandsInForTorchvisionsServerOnly() {
        WeightsCache cache = WeightsCache.in(folder).withMirror("https://mirror.example/a/");
        assertEquals(
                URI.create("https://mirror.example/a/resnet18-f37072fd.pth"),
                cache.url(Registry.builtIn().named("resnet18", "V1")));
        assertEquals(NOWHERE, cache.url(DownloadProcess.weights(NOWHERE, SHA256)));
        for (String wrong : List.of("mirror.example", "ftp://mirror.example", "file:///tmp", "http://")) {
            assertThrows(IllegalArgumentException.class, () -> cache.withMirror(wrong));
        }
    }

    @ParameterizedTest
    @CsvSource({"RESNET4J_OFFLINE=1, true", "RESNET4J_OFFLINE=true, true", "RESNET4J_OFFLINE=0, false"})
    void theEnvironmentSwitchesDownloadsOff(String variable, boolean off) throws IOException {
        try (FaultyServer server = new FaultyServer(FaultyServer.status("404 Not Found"))) {
            Map<String, String> environment =
                    environment(variable + " RESNET4J_HOME=" + folder + " RESNET4J_MIRROR=" + server.url("m"));
            WeightsCache cache = WeightsCache.ofEnvironment(environment);
            assertEquals(folder.resolve("weights"), cache.folder());
            DownloadException e = assertThrows(
                    DownloadException.class, () -> cache.get(Registry.builtIn().named("resnet18", "V1")));
            assertEquals(off ? Reason.OFFLINE : Reason.NOT_FOUND, e.reason(), e.getMessage());
            assertTrue(
                    e.getMessage()
                            .contains(server.url("m/resnet18-f37072fd.pth").toString()),
                    e.getMessage());
        }
    }

    @Test
    void threadsAndProcessesThatAskAtOnceDownloadOnce() throws Exception {
        FaultyServer.Reply slow = (request, out) -> {
            Thread.sleep(1500); // long enough for all to come and ask
            FaultyServer.good(CONTENT, TAG).answer(request, out);
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (FaultyServer server = new FaultyServer(slow)) {
            URI url = server.url("test.pth");
            List<Process> processes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                processes.add(DownloadProcess.start(folder, url, SHA256));
            }
            Callable<Path> ask = () -> DownloadProcess.cache(folder).get(DownloadProcess.weights(url, SHA256));
            List<Future<Path>> answers = List.of(threads.submit(ask), threads.submit(ask));
            for (Future<Path> answer : answers) {
                assertArrayEquals(CONTENT, Files.readAllBytes(answer.get()));
            }
            for (Process process : processes) {
                assertEquals("", DownloadProcess.output(process));
            }
            assertEquals(1, server.requests().size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatAKilledProcessLeftIsGoneOnWith() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        FaultyServer.Reply half = (request, out) -> {
            FaultyServer.cut(CONTENT, TAG, 150_000).answer(request, out);
            out.flush();
            end.await(30, TimeUnit.SECONDS);
        };
        try (FaultyServer server = new FaultyServer(half, FaultyServer.good(CONTENT, TAG))) {
            URI url = server.url("test.pth");
            Process process = DownloadProcess.start(folder, url, SHA256);
            Path part = folder.resolve(FILE + ".part");
            while (!Files.exists(part) || Files.size(part) < 150_000) {
                assertTrue(process.isAlive(), "it gave up");
                Thread.sleep(10);
            }
            process.destroyForcibly().waitFor();
            assertFalse(Files.exists(folder.resolve(FILE)));
            Path file = DownloadProcess.cache(folder).get(DownloadProcess.weights(url, SHA256));
            assertArrayEquals(CONTENT, Files.readAllBytes(file));
            assertEquals("bytes=150000-", server.requests().get(1).headers().get("range"));
            assertEquals(TAG, server.requests().get(1).headers().get("if-range"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void aPublishedNameIsBelievedWhenTheContentAgrees() throws IOException {
        PublishedWeights weights = DownloadProcess.weights(NOWHERE, SHA256.substring(0, 8));
        Registry registry = new Registry(List.of(weights), Map.of());
        Path file = Files.write(folder.resolve("test.pth"), CONTENT);
        assertEquals(
                Optional.of(weights),
                Recognition.of(file, Optional.empty(), registry).weights());
        assertEquals(
                Optional.of(weights),
                Recognition.of(file, Optional.of(Catalogue.resnet18()), registry)
                        .weights());
        assertEquals(Recognition.NONE, Recognition.of(file, Optional.of(Catalogue.resnet34()), registry));
        assertEquals(Recognition.NONE, Recognition.of(file, Optional.empty(), Registry.builtIn()));
    }

    @ParameterizedTest
    @CsvSource({"test.pth, %s", "resnet18-former-0123abcd.pth, 0123abcd"})
    void aPublishedNameOverOtherContentIsRefusedUnlessTheModelIsNamed(String name, String digits) throws IOException {
        PublishedWeights weights = DownloadProcess.weights(NOWHERE, SHA256.substring(0, 8));
        Registry registry = new Registry(List.of(weights), Map.of());
        Path file = Files.write(folder.resolve(name), new byte[] {1});
        String differs = "its name is that of resnet18:TEST, whose SHA-256 begins with %s, and its own is %s"
                .formatted(digits.formatted(weights.sha256()), sha256(new byte[] {1}));
        Exception e =
                assertThrows(MalformedFileException.class, () -> Recognition.of(file, Optional.empty(), registry));
        assertEquals(
                "%s: %s; download it again, or name the model if the weights are your own".formatted(file, differs),
                e.getMessage());
        Recognition own = Recognition.of(file, Optional.of(Catalogue.resnet18()), registry);
        assertEquals(Optional.empty(), own.weights());
        assertEquals(List.of("The file is not what it is called: " + differs + "."), own.notes());
    }

    private static Map<String, String> environment(String text) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : text.split(" ")) {
            int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }

    private static byte[] random() {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
