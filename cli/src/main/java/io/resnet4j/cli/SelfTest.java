package io.resnet4j.cli;

import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.vision.Image;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether the embedded model gives a pattern the logits that PyTorch gives it. {@code testkit/golden/self_test.py} made them, and
 * says what the pattern is.
 */
final class SelfTest {
    private static final int SIDE = 32;
    private static final int RUNS = 20;

    private SelfTest() {}

    /**
     * Runs the model, and says how near it came.
     *
     * @throws EngineException when the logits are further from PyTorch's than that precision explains
     */
    static String run(Engine engine, Precision precision) throws IOException {
        SessionOptions options = SessionOptions.latency().withPrecision(precision);
        try (Model model = EmbeddedModel.open();
                Classifier classifier = Classifier.open(engine, model, options)) {
            Image pattern = pattern();
            double off = deviation(expected(), classifier.classify(pattern).logits());
            double allowed = precision == Precision.FLOAT32 ? 1e-4 : 0.1;
            String found = String.format(
                    Locale.ROOT, "the embedded %s is %.1e standard deviations from PyTorch", EmbeddedModel.NAME, off);
            if (!(off <= allowed)) {
                throw new EngineException("%s, where %.1e is allowed".formatted(found, allowed));
            }
            return found + String.format(Locale.ROOT, ", %.2f ms an image", millis(classifier, pattern));
        }
    }

    private static Image pattern() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % SIDE;
            int y = i / 3 / SIDE;
            rgb[i] = (byte) (7 * x + 13 * y + 80 * (i % 3));
        }
        return new Image(SIDE, SIDE, rgb);
    }

    private static double[] expected() throws IOException {
        try (InputStream in = SelfTest.class.getResourceAsStream("self-test.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().mapToDouble(Double::parseDouble).toArray();
        }
    }

    /** The largest error, in standard deviations of what is expected; NaN where a logit is. */
    private static double deviation(double[] expected, float[] logits) {
        double mean = Arrays.stream(expected).average().orElseThrow();
        double square = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            square += (expected[i] - mean) * (expected[i] - mean);
            worst = Math.max(worst, Math.abs(logits[i] - expected[i]));
        }
        return worst / Math.sqrt(square / expected.length);
    }

    /** The shortest of a few runs. */
    private static double millis(Classifier classifier, Image pattern) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            classifier.classify(pattern);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best / 1e6;
    }
}
