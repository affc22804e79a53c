package io.resnet4j.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A peer in a Python process of its own, which {@code bench/peers/engine.py} describes. It sleeps while others run. */
final class Peer implements Contender {
    /** How many seconds a peer may take to end. */
    private static final int PATIENCE = 5;

    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter requests;
    private final String name;
    private final float[] logits;

    Peer(String python, String script, String engine, Setup setup) throws IOException {
        String batch = Integer.toString(setup.batch());
        String threads = Integer.toString(setup.threads());
        process = new ProcessBuilder(python, script, engine, setup.model(), batch, threads)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        try {
            name = answer();
            logits = floats(answer());
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public float[] logits() {
        return logits;
    }

    @Override
    public double medianMillis(double seconds) throws IOException {
        requests.println(seconds);
        return Double.parseDouble(answer());
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException("the peer ended; its own message is above");
        }
        return line;
    }

    private static float[] floats(String line) {
        String[] numbers = line.split(" ");
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(numbers[i]);
        }
        return floats;
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
