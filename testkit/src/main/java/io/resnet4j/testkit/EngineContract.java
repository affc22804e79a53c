package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Session;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine must do in float32. An engine's test class extends this one. */
public abstract class EngineContract extends SessionContract {
    private static final int CLOSENESS_IMAGES = 32;

    /** Folding a norm alone may move a single image by 4; a wrong network moves it by a million. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "resnet20"})
    void errorsAgainstDoublePrecisionAreThoseOfPyTorch(String name) throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        double[] expected = golden.doubles("closeness/logits");
        float[] theirErrors = golden.floats("closeness/float32");
        Shape image = Shape.of(3, 64, 64);
        float[] ours = new float[expected.length];
        int classes = ours.length / CLOSENESS_IMAGES;
        try (Session session = open(name)) {
            for (int i = 0; i < CLOSENESS_IMAGES; i++) {
                float[] logits = session.run(Batch.of(image, Formula.images("input" + i, 1, image)))
                        .logits(0);
                System.arraycopy(logits, 0, ours, i * classes, classes);
            }
        }
        double[] ourErrors = IntStream.range(0, CLOSENESS_IMAGES)
                .mapToDouble(i -> error(expected, ours, i * classes, classes))
                .toArray();
        double pooled =
                Math.sqrt(Arrays.stream(ourErrors).map(e -> e * e).average().orElseThrow());
        double theirs = Math.sqrt(IntStream.range(0, CLOSENESS_IMAGES)
                .mapToDouble(i -> (double) theirErrors[i] * theirErrors[i])
                .average()
                .orElseThrow());
        Closeness.assertAtMost(2 * theirs, pooled, name + ", all images");
        for (int i = 0; i < CLOSENESS_IMAGES; i++) {
            Closeness.assertAtMost(8 * theirErrors[i], ourErrors[i], name + ", image " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, 2, 64, 64",
        "resnet18, 1, 57, 43",
        "resnet34, 2, 64, 64",
        "resnet34, 1, 57, 43",
        "resnet50, 2, 64, 64",
        "resnet50, 1, 57, 43",
        "resnet20, 2, 32, 32",
        "resnet20, 2, 33, 29",
    })
    void logitsEmbeddingAndTapsEqualPyTorchs(String name, int images, int height, int width) throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        String prefix = "%dx3x%dx%d/".formatted(images, height, width);
        Shape image = Shape.of(3, height, width);
        try (Session session = open(name, "layer1.0.add", "layer2.0.relu_1", "flatten")) {
            Outputs outputs = session.run(Batch.of(image, Formula.images("input", images, image)));
            assertEquals(images, outputs.size());
            assertClose(golden.doubles(prefix + "logits"), outputs.logits().nchw(), "logits");
            assertClose(
                    golden.doubles(prefix + "flatten"), outputs.tap("flatten").nchw(), "embedding");
            for (String tap : List.of("layer1.0.add", "layer2.0.relu_1")) {
                assertClose(
                        golden.doubles(prefix + tap), sampled(outputs.tap(tap).nchw()), tap);
            }
        }
    }

    /** Every value is tapped, so nothing may be fused away or overwritten; sums and ReLUs must follow from what they read. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50", "resnet20"})
    void everyValueCanBeTapped(String name) throws IOException {
        Network network = Catalogue.named(name).network();
        Shape image = Shape.of(3, 33, 35);
        Batch batch = Batch.of(image, Formula.images("input", 2, image));
        String[] everything = network.nodes().stream().map(Node::name).toArray(String[]::new);
        try (Session tapped = open(name, everything);
                Session plain = open(name)) {
            Outputs outputs = tapped.run(batch);
            assertClose(doubles(plain.run(batch).logits(1)), outputs.logits(1), "logits beside taps");
            network.shapes(image).forEach((value, shape) -> {
                if (!value.equals(network.input())) {
                    assertEquals(shape, outputs.tap(value.name()).shape(), value.name());
                }
            });
            for (Node node : network.nodes()) {
                if (node.op() instanceof Op.Relu) {
                    float[] x = outputs.tap(node.inputs().get(0).name()).of(1);
                    float[] y = outputs.tap(node.name()).of(1);
                    for (int i = 0; i < y.length; i++) {
                        assertEquals(Math.max(x[i], 0f), y[i], node.name());
                    }
                } else if (node.op() instanceof Op.Add) {
                    float[] a = outputs.tap(node.inputs().get(0).name()).of(1);
                    float[] b = outputs.tap(node.inputs().get(1).name()).of(1);
                    double[] sum = IntStream.range(0, a.length)
                            .mapToDouble(i -> (double) a[i] + b[i])
                            .toArray();
                    assertClose(sum, outputs.tap(node.name()).of(1), node.name());
                }
            }
        }
    }

    /** One image's root mean square error, in standard deviations of all images' logits. */
    private static double error(double[] expected, float[] actual, int from, int count) {
        double squares = IntStream.range(from, from + count)
                .mapToDouble(i -> (actual[i] - expected[i]) * (actual[i] - expected[i]))
                .average()
                .orElseThrow();
        return Math.sqrt(squares) / Closeness.deviation(expected);
    }

    /** The elements that the goldens keep of a large value. */
    private static float[] sampled(float[] values) {
        float[] sample = new float[64];
        for (int k = 0; k < sample.length; k++) {
            sample[k] = values[(int) (k * 7919L % values.length)];
        }
        return sample;
    }
}
