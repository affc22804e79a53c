package io.resnet4j.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server on this machine that does what it is told, right or wrong: below HTTP, so that it can lie. */
public final class FaultyServer implements AutoCloseable {
    /** What to do with one connection, which is closed afterwards. */
    public interface Reply {
        void answer(Request request, OutputStream out) throws Exception;
    }

    /** A request's first line, and its headers by their names in small letters. */
    public record Request(String line, Map<String, String> headers) {
        /** From which byte on the file is asked for. */
        long start() {
            String range = headers.getOrDefault("range", "bytes=0-");
            return Long.parseLong(range.substring("bytes=".length(), range.length() - 1));
        }
    }

    private final ServerSocket socket;
    private final List<Reply> replies;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** The first connection gets the first reply, and so on; the last one is repeated. */
    public FaultyServer(Reply... replies) throws IOException {
        this.replies = List.of(replies);
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::serve);
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:%d/%s".formatted(socket.getLocalPort(), path));
    }

    public List<Request> requests() {
        return requests;
    }

    /** Does nothing until the server is closed, as a line that hangs. */
    void hang() throws InterruptedException {
        closed.await(20, TimeUnit.SECONDS);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Reply reply = replies.get(Math.min(next.getAndIncrement(), replies.size() - 1));
                start(() -> answer(connection, reply));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void answer(Socket connection, Reply reply) {
        try (connection) {
            Request request = read(connection);
            requests.add(request);
            OutputStream out = connection.getOutputStream();
            reply.answer(request, out);
            out.flush();
            connection.shutdownOutput();
            // Closing with bytes unread resets the connection, and the client would lose what it was sent.
            connection.setSoTimeout(200);
            connection.getInputStream().readAllBytes();
        } catch (Exception e) {
            // The client went away, as it may.
        }
    }

    private static Request read(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        String first = in.readLine();
        Map<String, String> headers = new HashMap<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Request(String.valueOf(first), headers);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }

    /** The head of an answer; headers as {@code "Name: value"}. */
    static void head(OutputStream out, String status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An answer without a body. */
    public static Reply status(String status, String... headers) {
        return (request, out) -> {
            head(out, status, headers);
        };
    }

    /** An answer with that body, however long it says that it is. */
    static Reply answer(String status, byte[] body, String... headers) {
        return (request, out) -> {
            head(out, status, headers);
            out.write(body);
        };
    }

    /** A server as it should be, which knows ranges and tags. */
    public static Reply good(byte[] content, String tag) {
        return (request, out) -> {
            long start = request.start();
            String wantedTag = request.headers().getOrDefault("if-range", tag);
            if (start == 0 || !wantedTag.equals(tag)) {
                head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + tag);
                out.write(content);
            } else if (start >= content.length) {
                head(out, "416 Range Not Satisfiable", "Content-Range: bytes */" + content.length);
            } else {
                int length = (int) (content.length - start);
                String range = "bytes %d-%d/%d".formatted(start, content.length - 1, content.length);
                head(
                        out,
                        "206 Partial Content",
                        "Content-Length: " + length,
                        "Content-Range: " + range,
                        "ETag: " + tag);
                out.write(content, (int) start, length);
            }
        };
    }

    /** Begins like a good one and ends after {@code bytes}. */
    public static Reply cut(byte[] content, String tag, int bytes) {
        return (request, out) -> good(content, tag).answer(request, new Limited(out, bytes));
    }

    /** Lets the head and so many bytes of the body pass. */
    private static final class Limited extends OutputStream {
        private final OutputStream out;
        private int left;
        private boolean body;

        Limited(OutputStream out, int left) {
            this.out = out;
            this.left = left;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!body) {
                out.write(bytes, offset, length); // the head comes in one piece
                body = true;
                return;
            }
            int count = Math.min(left, length);
            out.write(bytes, offset, count);
            left -= count;
        }
    }
}
