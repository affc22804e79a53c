package io.resnet4j.testkit;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far an engine's logits are from those in double precision, beside how far PyTorch's are in the same precision. */
public final class PooledErrors {
    /** Folding a norm alone may move a single image by 4; a wrong network moves it by a million. */
    private static final double SINGLE = 8;

    /** Instruction sets for which the goldens' errors are too small, as oneDNN names them. */
    private static final Pattern LEVEL = Pattern.compile("\\((SSE41|AVX2)\\)");

    /** Without fused multiplication and addition every product is rounded: so much more than PyTorch's own code, which has other sums. */
    private static final double UNFUSED = 3;

    private PooledErrors() {}

    /**
     * Asserts that over the 32 images of a network's golden the root of the mean squared error is at most {@code factor} times
     * PyTorch's, and no single image's eight times; three times as much where the engine is kept to SSE4.1.
     *
     * @param name of the catalogue
     */
    public static void assertLikePyTorchs(Engine engine, String name, Precision precision, double factor)
            throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        double[] theirs = theirs(golden, engine, name, precision);
        Batch images = numberedImages(theirs.length, golden.closenessImage());
        SessionOptions options = SessionOptions.defaults().withPrecision(precision);
        double[] ours;
        try (Session session = engine.open(Catalogue.named(name).network(), golden.weights(), options)) {
            Activation logits = session.run(images).logits();
            ours = Closeness.rootMeanSquares(
                    golden.closenessLogits(), logits.nchw(), logits.shape().dim(0));
        }
        double slack = engine.description().contains("(SSE41)") ? UNFUSED : 1;
        Closeness.assertAtMost(
                slack * factor * Closeness.pooled(theirs), Closeness.pooled(ours), name + ", all images");
        for (int i = 0; i < ours.length; i++) {
            Closeness.assertAtMost(slack * SINGLE * theirs[i], ours[i], name + ", image " + i);
        }
    }

    /**
     * PyTorch's errors, image by image; where the engine has been kept to fewer instructions than PyTorch had for the golden, those
     * of a PyTorch that was kept to the same, if they are larger.
     */
    private static double[] theirs(NetworkGolden golden, Engine engine, String name, Precision precision) {
        double[] errors = golden.closenessErrors(precision);
        Matcher level = LEVEL.matcher(engine.description());
        if (precision == Precision.FLOAT32 && level.find()) {
            List<String> key = List.of(level.group(1).toLowerCase(Locale.ROOT), name);
            List<String> row = Goldens.table("networks/levels.tsv").stream()
                    .filter(candidate -> candidate.subList(0, 2).equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no golden for " + key));
            Arrays.setAll(errors, i -> Math.max(errors[i], Double.parseDouble(row.get(i + 2))));
        }
        return errors;
    }

    /** Images that go by "input0", "input1", ... */
    private static Batch numberedImages(int count, Shape shape) {
        int each = Math.toIntExact(shape.elements());
        float[] nchw = new float[count * each];
        for (int i = 0; i < count; i++) {
            System.arraycopy(Formula.images("input" + i, 1, shape), 0, nchw, i * each, each);
        }
        return Batch.of(shape, nchw);
    }
}
