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

/** How far an engine's logits are from those in double precision, beside how far PyTorch's are in the same precision. */
public final class PooledErrors {
    /** Folding a norm alone may move a single image by 4; a wrong network moves it by a million. */
    private static final double SINGLE = 8;

    private PooledErrors() {}

    /**
     * Asserts that over the 32 images of a network's golden the root of the mean squared error is at most {@code factor} times
     * PyTorch's, and no single image's eight times.
     *
     * @param name of the catalogue
     */
    public static void assertLikePyTorchs(Engine engine, String name, Precision precision, double factor)
            throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        double[] theirs = golden.closenessErrors(precision);
        Batch images = numberedImages(theirs.length, golden.closenessImage());
        SessionOptions options = SessionOptions.defaults().withPrecision(precision);
        double[] ours;
        try (Session session = engine.open(Catalogue.named(name).network(), golden.weights(), options)) {
            Activation logits = session.run(images).logits();
            ours = Closeness.rootMeanSquares(
                    golden.closenessLogits(), logits.nchw(), logits.shape().dim(0));
        }
        Closeness.assertAtMost(factor * Closeness.pooled(theirs), Closeness.pooled(ours), name + ", all images");
        for (int i = 0; i < ours.length; i++) {
            Closeness.assertAtMost(SINGLE * theirs[i], ours[i], name + ", image " + i);
        }
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
