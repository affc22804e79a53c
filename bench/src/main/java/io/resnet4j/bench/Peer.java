package io.resnet4j.bench;

import java.io.IOException;

/** A peer's engine, which {@code bench/peers/engine.py} describes. */
final class Peer implements Contender {
    private final PeerProcess process;
    private final String name;
    private final float[] logits;

    Peer(String python, String script, String engine, Setup setup) throws IOException {
        String batch = Integer.toString(setup.batch());
        String threads = Integer.toString(setup.threads());
        String precision = setup.precision().label();
        process = new PeerProcess(python, script, engine, setup.model(), precision, batch, threads);
        try {
            name = process.answer();
            logits = floats(process.answer());
        } catch (IOException | RuntimeException e) {
            process.close();
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
        return Double.parseDouble(process.ask(Double.toString(seconds)));
    }

    private static float[] floats(String line) {
        String[] numbers = line.split(" ");
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.parseFloat(numbers[i]);
        }
        return floats;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
