package io.resnet4j.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A process of a peer's own, which answers lines with lines and sleeps meanwhile. Its stderr is ours. */
final class PeerProcess implements AutoCloseable {
    /** How many seconds a peer may take to end. */
    private static final int PATIENCE = 5;

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter requests;

    PeerProcess(String... command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /** What it answers to a request. */
    String ask(String request) throws IOException {
        requests.println(request);
        return answer();
    }

    /** The next line that it says. */
    String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException("the peer ended; its own message is above");
        }
        return line;
    }

    /** The end of its requests ends a peer; one that stays nevertheless is destroyed. */
    @Override
    public void close() throws IOException {
        requests.close();
        try {
            process.waitFor(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        answers.close();
    }
}
