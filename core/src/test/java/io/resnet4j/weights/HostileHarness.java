package io.resnet4j.weights;

import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.management.ThreadMXBean;
import io.resnet4j.io.MalformedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a hostile file and says what went wrong: another end than a typed error or plain data, too much time or memory, a
 * class resolved, a process, a connection or a trace on the disk.
 */
final class HostileHarness implements AutoCloseable {
    static final long MOST_BYTES = 64 << 20;
    static final Duration LONGEST = Duration.ofSeconds(1);
    /** After which a reader is taken to hang. */
    private static final long HANGS_SECONDS = 30;

    private static final int PIECE = 1 << 20;

    /** A reader under test: reads all that is in a file. */
    interface Reader {
        void readAll(Path file) throws IOException;
    }

    /** How a reading ended, and what it cost. */
    private record Reading(Throwable failure, Duration time, long bytes) {}

    /** Asked before every connection that a socket or a URL makes. */
    private static final class ConnectionLog extends ProxySelector {
        private final List<URI> connections = new ArrayList<>();

        @Override
        public synchronized List<Proxy> select(URI uri) {
            connections.add(uri);
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "hostile files");
        daemon.setDaemon(true);
        return daemon;
    });
    private final ProxySelector usual = ProxySelector.getDefault();
    private final ConnectionLog log = new ConnectionLog();
    /** Where the commands in the hostile files would leave a file. */
    private final Path trace = Path.of("resnet4j-hostile-trace");

    HostileHarness() {
        ProxySelector.setDefault(log);
    }

    /** Opens a checkpoint and reads every tensor in it. */
    static void readCheckpoint(Path file) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (Tensor tensor : checkpoint.tensors().values()) {
                for (long at = 0; at < tensor.bytes(); at += piece.limit()) {
                    piece.clear().limit((int) Math.min(PIECE, tensor.bytes() - at));
                    tensor.read(at, piece);
                }
            }
            checkpoint.verify();
        }
    }

    /** Reads a registry beside the one in the jar. */
    static void readRegistry(Path file) throws IOException {
        Registry.builtIn().with(file);
    }

    /** Reads the description in a file's text, as a safetensors file's metadata would have it. */
    static void readDescription(Path file) throws IOException {
        String text = Files.readString(file);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.STRICT.createGenerator(header)) {
            json.writeStartObject();
            json.writeObjectFieldStart(SafetensorsFile.METADATA);
            json.writeStringField(Model.DESCRIPTION, text);
            json.writeEndObject();
            json.writeEndObject();
        }
        ByteBuffer safetensors = ByteBuffer.allocate(Long.BYTES + header.size()).order(ByteOrder.LITTLE_ENDIAN);
        safetensors.putLong(header.size()).put(header.toByteArray());
        try (Checkpoint checkpoint = Checkpoint.ofSafetensors(file.toString(), safetensors.array())) {
            ModelDescription.of(checkpoint).orElseThrow().toJson();
        }
    }

    /**
     * What is wrong with how {@code reader} took the file; nothing, if all is well.
     *
     * @param expected texts of which the message has one, parted by {@code |}; {@code -} for plain data
     */
    List<String> judge(Reader reader, Path file, String expected) throws Exception {
        List<String> wrong = new ArrayList<>();
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        Reading reading = read(reader, file);
        long most = Files.size(file) + MOST_BYTES;
        if (reading.time().compareTo(LONGEST) > 0 || reading.bytes() > most) {
            // The machine may have been busy, and a class loaded for the first time: the second time is the reader's
            // own.
            reading = read(reader, file);
        }
        if (reading.time().compareTo(LONGEST) > 0) {
            wrong.add("time: %d ms".formatted(reading.time().toMillis()));
        }
        if (reading.bytes() > most) {
            wrong.add("memory: %d KiB for a file of %d".formatted(reading.bytes() >> 10, Files.size(file) >> 10));
        }
        ending(reading.failure(), file, expected, wrong);
        if (Canary.Cage.woken) {
            wrong.add("class: a class that the file names was resolved");
        }
        if (ProcessHandle.current().children().anyMatch(child -> !before.contains(child))
                || Files.deleteIfExists(trace)) {
            wrong.add("process: a command was run");
        }
        if (!log.connections.isEmpty()) {
            wrong.add("connection: to " + log.connections);
            log.connections.clear();
        }
        return wrong;
    }

    private static void ending(Throwable failure, Path file, String expected, List<String> wrong) {
        if (failure == null) {
            if (!expected.equals("-")) {
                wrong.add("ending: it was read, expected \"%s\"".formatted(expected));
            }
        } else if (!(failure instanceof MalformedFileException)) {
            wrong.add("exception: " + failure);
        } else if (expected.equals("-")) {
            wrong.add("ending: expected plain data, got: " + failure.getMessage());
        } else if (!failure.getMessage().contains(file.getFileName().toString())) {
            wrong.add("message: it does not name the file: " + failure.getMessage());
        } else if (Arrays.stream(expected.split("\\|")).noneMatch(failure.getMessage()::contains)) {
            wrong.add("message: \"%s\" expected, got: %s".formatted(expected, failure.getMessage()));
        }
    }

    private Reading read(Reader reader, Path file) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            return thread.submit(() -> {
                        long id = Thread.currentThread().getId();
                        long bytes = threads.getThreadAllocatedBytes(id);
                        long start = System.nanoTime();
                        Throwable failure = failure(reader, file);
                        Duration time = Duration.ofNanos(System.nanoTime() - start);
                        return new Reading(failure, time, threads.getThreadAllocatedBytes(id) - bytes);
                    })
                    .get(HANGS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new Reading(e, Duration.ofSeconds(HANGS_SECONDS), 0);
        }
    }

    /** Whatever is thrown, errors of the machine included: that none of them is, is what is tested. */
    private static Throwable failure(Reader reader, Path file) {
        try {
            reader.readAll(file);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Override
    public void close() {
        ProxySelector.setDefault(usual);
        thread.shutdownNow();
    }
}
