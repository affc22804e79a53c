package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.io.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Published weights from the command line, each run a virtual machine of its own with its own environment. */
@Timeout(120)
class WeightsDownloadTest {
    private static final String CAT = Path.of("..", "samples", "cat.png").toString();

    @TempDir
    private Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private byte[] content;

    /** A server with one file, the embedded model; torchvision's names bring a page of text. */
    @BeforeEach
    void serve() throws IOException {
        try (InputStream in = EmbeddedModel.class.getResourceAsStream("resnet20-cifar10.safetensors")) {
            content = in.readAllBytes();
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<html>not here</html>".getBytes(StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            boolean known = exchange.getRequestURI().getPath().equals("/team/ours.safetensors");
            boolean lies = exchange.getRequestURI().getPath().startsWith("/mirror/resnet18");
            byte[] answer = known ? content : page;
            exchange.sendResponseHeaders(known || lies ? 200 : 404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTeamsWeightsAreDownloadedOnceVisiblyAndThenWorkOffline() throws Exception {
        String registry = team("ours.safetensors").toString();
        Answer first = run("classify", "--registry", registry, "--weights", "resnet20:TEAM", "--top", "1", CAT);
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().contains("%  cat"), first.out());
        assertTrue(first.err().contains("downloading " + url("/team/ours.safetensors")), first.err());
        assertTrue(first.err().contains("verified, SHA-256 " + sha256().substring(0, 8)), first.err());
        assertEquals(
                content.length,
                Files.size(folder.resolve("home/weights/ours-%s.safetensors".formatted(sha256().substring(0, 8)))));
        Answer second = run(
                Map.of("RESNET4J_REGISTRY", registry, "RESNET4J_OFFLINE", "1"),
                "classify",
                "--model",
                "resnet20",
                "--weights",
                "team",
                "--top",
                "1",
                CAT);
        assertEquals(0, second.exitCode(), second.err());
        assertEquals(first.out(), second.out());
        assertEquals("", second.err());
        assertEquals(1, requests.get());
        Answer verified = run("weights", "verify", "--registry", registry, "resnet20:TEAM");
        assertEquals(0, verified.exitCode(), verified.err());
        assertTrue(verified.out().contains(sha256()), verified.out());
        assertTrue(verified.out().endsWith("\n1 of 1 are as published\n"), verified.out());
    }

    @Test
    void aModelsNameAloneMeansItsPublishedWeights() throws Exception {
        Answer offline = run("classify", "--model", "resnet50", "--offline", CAT);
        assertEquals(1, offline.exitCode());
        assertTrue(
                offline.err().contains("resnet50:IMAGENET1K_V2 is not here, and downloads are switched off")
                        && offline.err().contains("https://download.pytorch.org/models/resnet50-11ad3fa6.pth"),
                offline.err());
        assertEquals(1, offline.err().lines().count(), offline.err());
        Answer missing = run("classify", "--model", "resnet50", "--weights", "V1", "--mirror", url("/mirror"), CAT);
        assertEquals(1, missing.exitCode());
        assertTrue(
                missing.err().contains(url("/mirror/resnet50-0676ba61.pth") + ": the server has no such file (404)"),
                missing.err());
    }

    /** Nobody waits half a minute to be told that the cable is out. */
    @Test
    void withoutANetworkAModelsNameFailsSoonAndSaysWhatToDo() throws Exception {
        server.stop(0);
        long start = System.nanoTime();
        Answer answer = run("classify", "--model", "resnet50", "--mirror", url("/mirror"), CAT);
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        assertEquals(1, answer.exitCode());
        List<String> lines = answer.err().lines().toList();
        assertEquals(4, lines.size(), answer.err());
        assertEquals("downloading " + url("/mirror/resnet50-11ad3fa6.pth"), lines.get(0));
        String why = "no answer: nobody listens at 127.0.0.1:%d, or there is no way to it"
                .formatted(server.getAddress().getPort());
        for (String line : lines.subList(1, 3)) {
            assertTrue(line.matches("\\Qnote: " + why + "\\E; trying again in \\d\\.\\d s"), line);
        }
        assertTrue(
                lines.get(3).startsWith("resnet4j: " + url("/mirror/resnet50-11ad3fa6.pth") + ": " + why),
                lines.get(3));
        String place = folder.resolve("home/weights/resnet50-11ad3fa6.pth").toString();
        for (String remedy : List.of("; 3 attempts failed", "--offline", "--mirror", "bring the file to " + place)) {
            assertTrue(lines.get(3).contains(remedy), lines.get(3));
        }
        assertTrue(seconds < 15, seconds + " s, the virtual machine's start included");
    }

    @Test
    void noTokenIsPrinted() throws Exception {
        Path registry = team("ours.safetensors?token=secret");
        for (String[] line : new String[][] {
            {"weights", "list", "--format", "json"},
            {"weights", "download", "resnet20:TEAM", "--offline"},
            {"weights", "download", "resnet20:TEAM"},
            {"weights", "verify", "resnet20:TEAM"},
            {"weights", "list", "--mirror", "https://secret@h.example/"},
            {"weights", "list", "--mirror", "https://h.example/?secret"},
        }) {
            List<String> arguments = new ArrayList<>(List.of(line));
            arguments.addAll(List.of("--registry", registry.toString()));
            Answer answer = run(arguments.toArray(String[]::new));
            assertFalse((answer.out() + answer.err()).contains("secret"), answer.out() + answer.err());
        }
        assertEquals(1, requests.get());
    }

    @Test
    void aTeamsDefaultGoesBeforeTheEmbeddedFile() throws Exception {
        String registry = Files.writeString(
                        folder.resolve("team.json"),
                        Files.readString(team("ours.safetensors")).replace("{}", "{\"ResNet20\": \"team\"}"))
                .toString();
        Answer answer = run("classify", "--registry", registry, "--model", "resnet20", "--top", "1", CAT);
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(
                answer.err()
                        .startsWith("note: these are the registry's default, resnet20:TEAM, not the embedded weights"),
                answer.err());
        assertEquals(1, requests.get());
        Answer unnamed = run("classify", "--registry", registry, "--top", "1", CAT);
        assertTrue(unnamed.err().startsWith("note: no model named, so this is the embedded resnet20"), unnamed.err());
        Answer none = run("classify", "--model", "resnet20", "--weights", "default", "--top", "1", CAT);
        assertTrue(none.err().startsWith("note: this is the embedded resnet20"), none.err());
        assertEquals(1, requests.get());
    }

    @Test
    void aCacheThatCannotBeIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Answer answer = run(
                Map.of("RESNET4J_HOME", file.resolve("home").toString(), "RESNET4J_MIRROR", url("/mirror")),
                "weights",
                "download",
                "resnet18:V1");
        assertEquals(1, answer.exitCode());
        assertEquals(
                "resnet4j: %s: weights cannot be kept in this folder (%s is a file); name another with RESNET4J_HOME, or make it writable"
                        .formatted(file.resolve("home/weights"), file),
                answer.err().strip());
        assertEquals(0, requests.get());
    }

    /** A dry run, data that are not there, and a folder that has a run already: none is worth the time. */
    @Test
    void fineTuningDownloadsNothingBeforeAllElseIsRight() throws Exception {
        String[] finetune = {"finetune", "--registry", team("ours.safetensors").toString(), "--weights=resnet20:TEAM"};
        Answer dry = run(with(finetune, "digits", "--dry-run"));
        assertEquals(0, dry.exitCode(), dry.err());
        assertTrue(dry.out().startsWith("resnet20: learns 650 of 269,722 parameters"), dry.out());
        assertEquals("note: resnet20:TEAM would be downloaded", dry.err().strip());
        Path run = Files.createDirectories(folder.resolve("run"));
        Answer noData = run(with(finetune, "folder:" + folder.resolve("gone"), "-o", run.toString()));
        assertEquals(1, noData.exitCode());
        assertTrue(noData.err().contains("gone"), noData.err());
        Files.writeString(run.resolve("last.ckpt.safetensors"), "");
        Answer oldRun = run(with(finetune, "digits", "-o", run.toString()));
        assertEquals(1, oldRun.exitCode());
        assertTrue(oldRun.err().contains("it has a run already"), oldRun.err());
        assertEquals(0, requests.get());
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void aMirrorThatLiesLeavesNothing() throws Exception {
        Answer answer =
                run(Map.of("RESNET4J_MIRROR", url("/mirror")), "weights", "download", "resnet18:V1", "resnet34:V1");
        assertEquals(1, answer.exitCode());
        List<String> errors = answer.err()
                .lines()
                .filter(line -> line.startsWith("resnet4j: "))
                .toList();
        assertEquals(2, errors.size(), answer.err());
        assertTrue(errors.get(0).contains("its SHA-256 should begin with f37072fd and is "), answer.err());
        assertTrue(errors.get(1).contains("no such file (404)"), answer.err());
        assertEquals("", answer.out());
        assertFalse(Files.exists(folder.resolve("home/weights/resnet18-f37072fd.pth")));
        assertFalse(Files.exists(folder.resolve("home/weights/resnet18-f37072fd.pth.part")));
    }

    @Test
    void whatIsNotAsPublishedIsShownWithBothHashes() throws Exception {
        Path weights = Files.createDirectories(folder.resolve("home/weights"));
        Path bad = Files.writeString(weights.resolve("resnet18-f37072fd.pth"), "text");
        Path former = Files.writeString(folder.resolve("resnet50-19c8e357.pth"), "text");
        Answer all = run("weights", "verify", "--all", "--format", "json");
        assertEquals(1, all.exitCode());
        String json = all.out().replaceAll("\\s+", " ");
        String has = Sha256.of(bad);
        assertTrue(json.contains("\"expected\" : \"f37072fd\", \"sha256\" : \"%s\"".formatted(has)), json);
        assertEquals(16, json.split("\"MISSING\"", -1).length - 1, json);
        assertEquals(1, all.err().lines().count(), all.err());
        Answer named = run("weights", "verify", former.toString(), "resnet34:V1");
        assertEquals(1, named.exitCode());
        assertTrue(named.err().contains("should begin with 19c8e357 and is " + has), named.err());
        assertTrue(named.err().contains("not here; 'resnet4j weights download resnet34:IMAGENET1K_V1'"), named.err());
        assertTrue(named.out().contains("0 of 2 are as published, 1 are not here"), named.out());
        assertTrue(named.out().replaceAll(" +", " ").contains("MISSING resnet34:IMAGENET1K_V1 b627a593 "), named.out());
        assertFalse(named.out().contains(has), named.out());
        Answer unknown = run("weights", "verify", folder.resolve("mine.pth").toString());
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().contains("or the path of a file that is called as it was published"), unknown.err());
        Answer used = run("classify", "--weights", former.toString(), CAT);
        assertEquals(1, used.exitCode());
        Answer cached = run("classify", "--model", "resnet18", CAT);
        assertEquals(1, cached.exitCode());
        assertTrue(cached.err().contains("this is not resnet18:IMAGENET1K_V1"), cached.err());
        assertEquals(0, requests.get());
    }

    @Test
    void theListHasAllAndSaysWhatIsHere() throws Exception {
        Files.createDirectories(folder.resolve("home/weights"));
        Files.writeString(folder.resolve("home/weights/resnet34-b627a593.pth"), "");
        Answer answer = run("weights", "list");
        assertEquals(0, answer.exitCode(), answer.err());
        List<String> lines =
                answer.out().lines().map(line -> line.replaceAll("\\s+", " ")).toList();
        assertEquals(1 + 17 + 2, lines.size());
        assertEquals("NAME FILE PARAMETERS GFLOPS ACC@1 ACC@5 RESIZE MIB CACHED", lines.get(0));
        assertEquals(
                "resnet34:IMAGENET1K_V1 * resnet34-b627a593.pth 21,797,672 3.664 73.314 91.420 256 83.3 yes",
                lines.get(2));
        assertEquals(
                "resnet50:IMAGENET1K_V1 resnet50-0676ba61.pth 25,557,032 4.089 76.130 92.862 256 97.8 no",
                lines.get(3));
        assertEquals("* is what DEFAULT means. The cache is " + folder.resolve("home/weights"), lines.get(19));
        String json = run(
                        "weights",
                        "list",
                        "--format",
                        "json",
                        "--registry",
                        team("a.pth").toString())
                .out();
        assertTrue(json.contains("\"recipe\" : \"https://github.com/pytorch/vision/tree/main/"), json);
        assertEquals(18, json.split("\"model\"", -1).length - 1, json);
    }

    @Test
    void aRegistryThatIsNoneIsOneLine() throws Exception {
        Path text = Files.writeString(folder.resolve("team.json"), "{\"format\": 1}");
        for (String file : List.of(text.toString(), folder.resolve("gone.json").toString())) {
            Answer answer = run("weights", "list", "--registry", file);
            assertEquals(1, answer.exitCode());
            assertTrue(answer.err().startsWith("resnet4j: " + file + ": "), answer.err());
            assertEquals(1, answer.err().lines().count(), answer.err());
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private String sha256() throws IOException {
        return Sha256.of(Files.write(folder.resolve("content"), content));
    }

    private Path team(String file) throws IOException {
        return Files.writeString(folder.resolve("registry.json"), """
                {"format": 1, "defaults": {}, "weights": [
                  {"model": "resnet20", "name": "TEAM", "url": "%s", "sha256": "%s", "formerFiles": [],
                   "preprocessing": {"resize": 32, "crop": 32, "interpolation": "bilinear",
                                     "mean": [0.4914, 0.4822, 0.4465], "std": [0.2023, 0.1994, 0.201]},
                   "classes": "cifar10", "recipe": "ours", "licence": "ours"}]}
                """.formatted(url("/team/" + file), sha256()));
    }

    private Answer run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private Answer run(Map<String, String> environment, String... arguments) throws Exception {
        return new CommandProcess(folder).run(environment, arguments);
    }
}
