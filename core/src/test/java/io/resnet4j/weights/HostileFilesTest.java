package io.resnet4j.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file that {@code golden/make_hostile.py} makes ends in a typed error or in plain data, soon and in little memory;
 * none is run. The last tests plant a bad reader for each thing that the harness looks at.
 */
class HostileFilesTest {
    private static final String PLANTED = "planted.pth";
    private static final int MOST_FUZZED = 16 << 10;

    @TempDir
    Path folder;

    /** A file's content, what its message says, and how long it is to be made. */
    record Hostile(byte[] content, String expected, long length) {
        Path write(Path path) throws IOException {
            Files.write(path, content);
            if (length > content.length) {
                try (SeekableByteChannel channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
                    channel.position(length - 1).write(ByteBuffer.allocate(1));
                }
            }
            return path;
        }
    }

    @Test
    void everyFileEndsInATypedErrorOrInPlainData() throws Exception {
        Map<String, Hostile> corpus = corpus();
        assertTrue(corpus.size() > 1100, corpus.size() + " files");
        Map<String, List<String>> wrong = new TreeMap<>();
        try (HostileHarness harness = new HostileHarness()) {
            for (String valid : List.of("plain.zip.pth", "plain.legacy.pth", "plain.safetensors", "views.zip.pth")) {
                for (int i = 0; i < 50; i++) {
                    harness.judge(HostileHarness::readCheckpoint, CheckpointTest.golden(valid), "-");
                }
            }
            for (Map.Entry<String, Hostile> entry : corpus.entrySet()) {
                Path file = entry.getValue().write(folder.resolve(entry.getKey().replace('/', '-')));
                List<String> found = harness.judge(
                        reader(entry.getKey()), file, entry.getValue().expected());
                if (!found.isEmpty()) {
                    wrong.put(entry.getKey(), found);
                }
                Files.delete(file);
            }
        }
        assertEquals(
                Map.of(),
                wrong,
                () -> wrong.size() + " files:\n"
                        + String.join(
                                "\n",
                                wrong.entrySet().stream().map(Object::toString).toList()));
    }

    /** Every reader gets every file, as it stands in memory, whatever its kind: what the fuzzer starts from. */
    @Test
    void noReaderIsUpsetByAFileOfAnyKind() throws Exception {
        for (Map.Entry<String, Hostile> entry : corpus().entrySet()) {
            if (entry.getValue().content().length > MOST_FUZZED) {
                continue; // read as a file above; a fuzzer makes none as large
            }
            for (FuzzTargets.Target target : FuzzTargets.ALL) {
                assertDoesNotThrow(() -> target.feed(entry.getValue().content()), entry.getKey());
            }
        }
    }

    /** What reads a file, by the folder it is in. */
    private static HostileHarness.Reader reader(String name) {
        return switch (name.substring(0, name.indexOf('/'))) {
            case "registry" -> HostileHarness::readRegistry;
            case "description" -> HostileHarness::readDescription;
            default -> HostileHarness::readCheckpoint;
        };
    }

    static Map<String, Hostile> corpus() throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (InputStream file = HostileFilesTest.class.getResourceAsStream("hostile.zip");
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                contents.put(entry.getName(), zip.readAllBytes());
            }
        }
        Map<String, Hostile> corpus = new LinkedHashMap<>();
        new String(contents.get("expected.tsv"), UTF_8).lines().forEach(line -> {
            String[] fields = line.split("\t");
            corpus.put(fields[0], new Hostile(contents.get(fields[0]), fields[1], Long.parseLong(fields[2])));
        });
        return corpus;
    }

    @Test
    void theHarnessSeesAnotherException() throws Exception {
        caught("exception", file -> {
            throw new IllegalStateException(file.toString());
        });
        caught("exception", file -> {
            throw new OutOfMemoryError();
        });
        caught("exception", file -> recurse(1));
        caught("exception", file -> {
            throw new IOException(file + ": not typed");
        });
    }

    @Test
    void theHarnessSeesAnotherEnding() throws Exception {
        caught("ending", file -> {});
        caught("message", file -> {
            throw new MalformedFileException("another.pth", "evil");
        });
        caught("message", file -> {
            throw new MalformedFileException(file.toString(), "wrong");
        });
    }

    @Test
    void theHarnessSeesMemoryThatAHeaderClaims() throws Exception {
        caught("memory", file -> {
            int claimed = 65 << 20;
            refuse(file, new byte[claimed].length == claimed);
        });
    }

    @Test
    void theHarnessSeesTime() throws Exception {
        caught("time", file -> {
            long start = System.nanoTime();
            long end = start + HostileHarness.LONGEST.toNanos() + 50_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            refuse(file, true);
        });
    }

    @Test
    void theHarnessSeesAClassResolved() throws Exception {
        try {
            caught("class", file -> {
                try {
                    Class.forName("io.resnet4j.weights.HostileFilesTest$PlantedCanary");
                } catch (ClassNotFoundException e) {
                    throw new AssertionError(e);
                }
                refuse(file, true);
            });
        } finally {
            Canary.Cage.woken = false;
        }
    }

    /** Each canary wakes once in a JVM's life, so that the planted reader has its own. */
    static final class PlantedCanary {
        static {
            Canary.Cage.woken = true;
        }

        private PlantedCanary() {}
    }

    @Test
    void theHarnessSeesAProcessAndATrace() throws Exception {
        Process[] child = new Process[1];
        try {
            caught("process", file -> {
                child[0] = new ProcessBuilder("sleep", "20").start();
                refuse(file, true);
            });
        } finally {
            child[0].destroy();
        }
        caught("process", file -> {
            Files.writeString(Path.of("resnet4j-hostile-trace"), "");
            refuse(file, true);
        });
    }

    @Test
    void theHarnessSeesAConnection() throws Exception {
        caught("connection", file -> {
            try (Socket socket = new Socket("127.0.0.1", 1)) {
                socket.getOutputStream().write(1);
            } catch (ConnectException e) {
                refuse(file, true);
            }
        });
    }

    private static long recurse(long depth) {
        return depth + recurse(depth + 1);
    }

    private static void refuse(Path file, boolean always) throws MalformedFileException {
        if (always) {
            throw new MalformedFileException(file.toString(), "evil");
        }
    }

    /** Whatever else is well, {@code what} is the one thing found. */
    private void caught(String what, HostileHarness.Reader planted) throws Exception {
        Path file = Files.write(folder.resolve(PLANTED), new byte[100]);
        try (HostileHarness harness = new HostileHarness()) {
            List<String> found = harness.judge(planted, file, "evil");
            assertEquals(1, found.size(), found::toString);
            assertTrue(found.get(0).startsWith(what + ": "), found::toString);
        }
    }
}
