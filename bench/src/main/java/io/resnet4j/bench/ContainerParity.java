package io.resnet4j.bench;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.testkit.Closeness;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.NetworkGolden;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Opens checkpoints that PyTorch wrote of a network which the formula fills, and compares the logits with the golden's:
 * {@code ContainerParity MODEL FILE...}. Prints a line for each file; ends with 1 where one is off by more than 1e-5.
 */
public final class ContainerParity {
    private static final double LIMIT = 1e-5;

    private ContainerParity() {}

    public static void main(String[] arguments) throws IOException {
        ResNetSpec spec = Catalogue.named(arguments[0]);
        boolean allEqual = true;
        for (int i = 1; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            double deviation = deviation(spec, file);
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %-24s %,12d bytes  %.1e%n",
                    spec.name(),
                    file.getFileName(),
                    Files.size(file),
                    deviation);
            allEqual &= deviation <= LIMIT;
        }
        System.exit(allEqual ? 0 : 1);
    }

    /** How far the logits of all the golden's cases are off at most, in standard deviations. */
    private static double deviation(ResNetSpec spec, Path file) throws IOException {
        NetworkGolden golden = NetworkGolden.of(spec.name());
        double worst = 0;
        try (Model model = Model.open(file, spec);
                Session session =
                        new OneDnnEngine().open(model.network(), model.weights(), SessionOptions.defaults())) {
            for (String input : golden.cases().keySet()) {
                int[] nchw = NetworkGolden.sizes(input);
                Shape image = Shape.of(nchw[1], nchw[2], nchw[3]);
                Batch batch = Batch.of(image, Formula.images("input", nchw[0], image));
                double[] expected = golden.cases().get(input).get("logits").elements();
                worst = Math.max(
                        worst,
                        Closeness.worst(expected, session.run(batch).logits().nchw()));
            }
        }
        return worst;
    }
}
