package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.vision.PublishedData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data sets from the command line, each run a virtual machine of its own with its own environment. */
@Timeout(120)
class DataCommandTest {
    private static final String FILE = "cifar-10-python.tar.gz";

    @TempDir
    private Path folder;

    @Test
    void whatIsInADataSetIsListed() throws Exception {
        Answer answer = run("data", "info", "digits!/train");
        assertEquals(0, answer.exitCode(), answer.err());
        List<String> lines = answer.out()
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .toList();
        assertEquals("INDEX CLASS IMAGES", lines.get(0));
        assertEquals("9 9 144", lines.get(10));
        assertEquals(
                List.of("", "classes 10", "images 1,442", "size 1x8x8, values of 0 to 16"),
                lines.subList(11, lines.size()));
        String json = run("data", "info", "digits", "--format", "json").out().replaceAll("\\s+", " ");
        assertTrue(
                json.startsWith("{ \"name\" : \"digits\", \"images\" : 355, \"published\" : 355,"
                        + " \"size\" : [ 1, 8, 8 ], \"highest\" : 16, \"classes\" : [ {"
                        + " \"name\" : \"0\", \"images\" : 35 },"),
                json);
    }

    @Test
    void aHalfThatHasLostImagesIsListedAndFails() throws Exception {
        Answer answer = run("data", "info", "cifar10:" + black());
        assertEquals(1, answer.exitCode());
        assertTrue(answer.out().contains("size     3x32x32, values of 0 to 255"), answer.out());
        assertEquals(
                "resnet4j: cifar10:%s: 2 images are in it, and 10000 were published".formatted(folder),
                answer.err().strip());
    }

    @Test
    void imagesInMemoryAreValidated() throws Exception {
        Path csv = folder.resolve("p.csv");
        Answer answer = run(
                "validate",
                "cifar10:" + black(),
                "--predictions",
                csv.toString(),
                "--labels",
                "digits",
                "--format",
                "json");
        assertEquals(1, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("\"images\" : 2"), answer.out());
        assertTrue(
                answer.err()
                        .contains(
                                "resnet4j: cifar10:%s: 2 images are in it, and 10000 were published".formatted(folder)),
                answer.err());
        assertTrue(
                answer.err()
                        .contains("note: no class is called alike in the data and in the model,"
                                + " where the first is a and 0; only their order counts"),
                answer.err());
        List<String> lines = Files.readAllLines(csv);
        assertTrue(lines.get(1).startsWith("test_batch/0,0,"), lines::toString);
        assertTrue(lines.get(2).startsWith("test_batch/1,7,"), lines::toString);
        assertEquals(lines.get(1).substring(15), lines.get(2).substring(15), "two black images, two predictions");
    }

    @Test
    void labelsGoByNameOrFile() throws Exception {
        String cat = Path.of("..", "samples", "cat.png").toString();
        Answer named = run("classify", "--labels", "digits", "--top", "1", cat);
        assertTrue(named.out().contains("%  3"), named.out());
        Answer upper = run("classify", "--labels", "DIGITS", "--top", "1", cat);
        assertEquals(named.out(), upper.out());
        Answer wrong = run("classify", "--labels", "cifar100", cat);
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("100"), wrong.err());
    }

    /** The environment is wrong, and the digits need no download. */
    @Test
    void aWrongMirrorIsNoMatterWithoutADownload() throws Exception {
        Map<String, String> environment = Map.of("RESNET4J_DATA_MIRROR", "foo");
        assertEquals(0, run(environment, "data", "info", "digits").exitCode());
        Answer needed = run(environment, "data", "info", "CIFAR10");
        assertEquals(1, needed.exitCode());
        assertTrue(
                needed.err().startsWith("resnet4j: CIFAR10: the mirror 'foo' is no address of a server"), needed.err());
        assertEquals(1, needed.err().lines().count(), needed.err());
    }

    @Test
    void whatWasNotDownloadedSaysHowTo() throws Exception {
        Answer answer = run("validate", "cifar100");
        assertEquals(1, answer.exitCode());
        assertTrue(
                answer.err()
                        .contains("cifar100 is not in %s; 'resnet4j data download cifar100' brings it"
                                .formatted(folder.resolve("home/data"))),
                answer.err());
        Answer offline = run("data", "download", "--offline", "cifar10");
        assertEquals(1, offline.exitCode());
        assertTrue(offline.err().contains("bring the file from " + PublishedData.SERVER + FILE), offline.err());
        Answer unknown = run("data", "download", "imagenet");
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().contains("expected one of [CIFAR10, CIFAR100]"), unknown.err());
        assertEquals(
                2, run("data", "download", "--mirror", "ftp://x/", "cifar10").exitCode());
    }

    /** What is published cannot be brought here; its digits beside another file say that this is it. */
    @Test
    void whatIsThereIsNotDownloadedAgain() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home/data"));
        Path file = Files.writeString(home.resolve(FILE), "as if");
        Files.writeString(
                home.resolve(FILE + ".sha256"),
                "# %d bytes, changed %s\n%s  %s\n"
                        .formatted(
                                Files.size(file),
                                Files.getLastModifiedTime(file),
                                PublishedData.CIFAR10.file().checksums().sha256(),
                                FILE));
        Answer answer = run("data", "download", "cifar10", "--offline");
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals(file.toString(), answer.out().strip());
    }

    @Test
    void aMirrorIsAskedAndNotBelieved() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<html>not here</html>".getBytes(StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            boolean known = exchange.getRequestURI().getPath().equals("/mirror/" + FILE);
            exchange.sendResponseHeaders(known ? 200 : 404, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            String mirror =
                    "http://127.0.0.1:%d/mirror".formatted(server.getAddress().getPort());
            Path target = folder.resolve("elsewhere");
            Answer answer = run(
                    Map.of("RESNET4J_DATA_MIRROR", mirror),
                    "data",
                    "download",
                    "cifar10",
                    "cifar100",
                    "--dir",
                    target.toString());
            assertEquals(1, answer.exitCode());
            assertTrue(answer.err().contains("downloading " + mirror + "/" + FILE), answer.err());
            assertTrue(answer.err().contains("its SHA-256 should begin with 6d958be0"), answer.err());
            assertTrue(answer.err().contains("/cifar-100-python.tar.gz: the server has no such file"), answer.err());
            assertEquals("", answer.out());
            assertEquals(2, requests.get());
            try (Stream<Path> kept = Files.list(target)) {
                assertFalse(kept.anyMatch(path -> path.toString().contains("tar.gz")
                        && !path.getFileName().toString().startsWith(".")));
            }
        } finally {
            server.stop(0);
        }
    }

    /** A folder with CIFAR-10's test half in bytes: two black images. */
    private Path black() throws IOException {
        byte[] images = new byte[2 * 3073];
        images[3073] = 7;
        Files.write(folder.resolve("test_batch.bin"), images);
        Files.writeString(folder.resolve("batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        return folder;
    }

    private Answer run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private Answer run(Map<String, String> environment, String... arguments) throws Exception {
        return new CommandProcess(folder).run(environment, arguments);
    }
}
