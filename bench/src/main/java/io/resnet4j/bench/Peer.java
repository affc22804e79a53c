package io.resnet4j.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A peer in a Python process of its own, which {@code bench/peers/engine.py} describes. It sleeps while others run. */
final class Peer implements Contender {
    private final Process process;
    private final BufferedReader answers;
    private final PrintWriter requests;
    private final String name;
    private final float[] logits;

    Peer(String python, String script, String engine, String model, int batch, int threads) throws IOException {
        List<String> command =
                List.of(python, script, engine, model, Integer.toString(batch), Integer.toString(threads));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        requests = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        name = answer();
        String[] numbers = answer().split(" ");
        logits = new float[numbers.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Float.parseFloat(numbers[i]);
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

    @Override
    public void close() throws IOException {
        requests.close();
        answers.close();
    }
}
