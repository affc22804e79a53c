package io.resnet4j.bench;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a fresh process takes from its launch to the first logits of a checkpoint on disk: {@code FirstLogits MODEL FILE}.
 * Prints the seconds that reading all tensors takes, and those from launch to logits, in which they are read again.
 */
public final class FirstLogits {
    private FirstLogits() {}

    public static void main(String[] arguments) throws IOException {
        long launch = ManagementFactory.getRuntimeMXBean().getStartTime();
        Path file = Path.of(arguments[1]);
        Shape image = Shape.of(3, 224, 224);
        try (Model model = Model.open(file, Catalogue.named(arguments[0]));
                Session session =
                        new OneDnnEngine().open(model.network(), model.weights(), SessionOptions.defaults())) {
            session.run(Batch.of(image, new float[Math.toIntExact(image.elements())]));
        }
        double logits = (System.currentTimeMillis() - launch) / 1e3;
        long start = System.nanoTime();
        try (Model model = Model.open(file, Catalogue.named(arguments[0]))) {
            for (TensorSpec spec : model.network().tensors()) {
                if (spec.role() != TensorSpec.Role.COUNTER) {
                    model.weights().floats(spec);
                }
            }
        }
        System.out.printf(
                Locale.ROOT, "reading %.3f launch-to-logits %.3f%n", (System.nanoTime() - start) / 1e9, logits);
    }
}
