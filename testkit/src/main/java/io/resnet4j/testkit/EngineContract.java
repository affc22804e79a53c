package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.inference.ReferenceEngine;
import io.resnet4j.inference.Session;
import io.resnet4j.model.Basic;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Place;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Residual;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Shortcut;
import io.resnet4j.testkit.NetworkGolden.Expected;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine must do in float32, with every network and option there is. An engine's test class extends this one. */
public abstract class EngineContract extends SessionContract {
    /** What rounding has come to at the end of a tiny network; a value that was overwritten is off by 1. */
    private static final double EVERY_VALUE = 1e-4;

    private static final NetworkGolden VARIANTS = NetworkGolden.of("variants");
    private static final Shape VARIANTS_IMAGE = Shape.of(3, 33, 29);

    private static Tally networks;
    private static Tally variants;

    @BeforeAll
    static void startCounting() {
        networks = new Tally();
        variants = new Tally();
    }

    @AfterAll
    static void printCounts() {
        System.out.printf("Equal to PyTorch: catalogue %s; options and pairs of them %s%n", networks, variants);
    }

    /** Whether inputs of 224 x 224 are among those to be proven, which take an engine that is fast. */
    protected abstract boolean provesFullSize();

    /** Folding a norm alone may move a single image by 4; a wrong network moves it by a million. */
    @ParameterizedTest
    @MethodSource("catalogue")
    void errorsAgainstDoublePrecisionAreThoseOfPyTorch(String name) throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        double[] expected = golden.closenessLogits();
        double[] theirs = golden.closenessErrors();
        Batch images = numberedImages(theirs.length, golden.closenessImage());
        double[] ours;
        try (Session session = open(Catalogue.named(name), golden.weights())) {
            Activation logits = session.run(images).logits();
            ours = Closeness.rootMeanSquares(
                    expected, logits.nchw(), logits.shape().dim(0));
        }
        Closeness.assertAtMost(2 * Closeness.pooled(theirs), Closeness.pooled(ours), name + ", all images");
        for (int i = 0; i < ours.length; i++) {
            Closeness.assertAtMost(8 * theirs[i], ours[i], name + ", image " + i);
        }
    }

    /** The images that go by "input0", "input1", ... */
    private static Batch numberedImages(int count, Shape shape) {
        int each = Math.toIntExact(shape.elements());
        float[] nchw = new float[count * each];
        for (int i = 0; i < count; i++) {
            System.arraycopy(Formula.images("input" + i, 1, shape), 0, nchw, i * each, each);
        }
        return Batch.of(shape, nchw);
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void logitsEmbeddingAndTapsEqualPyTorchs(String name) throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        String[] taps = golden.cases().values().stream()
                .flatMap(values -> values.keySet().stream())
                .filter(value -> !value.equals("logits"))
                .distinct()
                .toArray(String[]::new);
        assertEquals(3, taps.length, "the embedding and two nodes");
        try (Session session = open(Catalogue.named(name), golden.weights(), taps)) {
            for (Map.Entry<String, Map<String, Expected>> input : golden.cases().entrySet()) {
                int[] nchw = NetworkGolden.sizes(input.getKey());
                if (nchw[2] < 224 || provesFullSize()) {
                    Shape image = Shape.of(nchw[1], nchw[2], nchw[3]);
                    String what = name + " " + input.getKey();
                    networks.add(prove(session, nchw[0], image, input.getValue(), what), what);
                }
            }
        }
    }

    static Stream<String> catalogue() {
        return Catalogue.all().stream().map(ResNetSpec::name);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyOptionAndPairOfOptionsEqualsPyTorchs(String name) throws IOException {
        ResNetSpec spec = Variants.named(name);
        Map<String, Expected> expected = VARIANTS.cases().get(name);
        String[] taps = expected.keySet().stream()
                .filter(value -> !value.equals("logits"))
                .toArray(String[]::new);
        Shape image = Shape.of(spec.channels(), VARIANTS_IMAGE.dim(1), VARIANTS_IMAGE.dim(2));
        try (Session session = open(spec, VARIANTS.weights(), taps)) {
            variants.add(prove(session, 2, image, expected, name), name);
        }
    }

    static List<String> variants() {
        return Variants.names();
    }

    @Test
    void everyVariantOfPyTorchsIsProven() {
        assertEquals(VARIANTS.cases().keySet(), new HashSet<>(Variants.names()));
    }

    /** Runs the images that go by "input"; returns how far off the worst of the values is, after asserting that it is near. */
    private static double prove(Session session, int images, Shape image, Map<String, Expected> expected, String what) {
        Outputs outputs = session.run(Batch.of(image, Formula.images("input", images, image)));
        assertEquals(images, outputs.size());
        double worst = 0;
        for (Map.Entry<String, Expected> value : expected.entrySet()) {
            Activation actual = value.getKey().equals("logits") ? outputs.logits() : outputs.tap(value.getKey());
            double deviation = Closeness.worst(
                    value.getValue().elements(), value.getValue().of(actual.nchw()));
            double limit = Math.max(FLOAT32, 8 * value.getValue().error());
            Closeness.assertAtMost(limit, deviation, what + ": " + value.getKey());
            worst = Math.max(worst, deviation);
        }
        return worst;
    }

    /** Every value is tapped, so nothing may be fused away or overwritten; and each alone, so that all else may be. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic dropout=0.5 shortcut=a",
                "bottleneck norm=group4 se=bias",
                "bottleneck norm=frozen stem=imagenet",
                "bottleneck groups=2 dilation=011",
                "prebasic se=bias inner=0.3",
                "prebottleneck dropout=0.5 groups=2"
            })
    void everyValueCanBeTapped(String name) throws IOException {
        ResNetSpec spec = Variants.named(name);
        Network network = spec.network();
        Shape image = VARIANTS_IMAGE;
        Batch batch = Batch.of(image, Formula.images("input", 2, image));
        String[] everything = network.nodes().stream().map(Node::name).toArray(String[]::new);
        Outputs expected;
        try (Session reference = new ReferenceEngine().open(network, VARIANTS.weights(), options(everything))) {
            expected = reference.run(batch);
        }
        try (Session session = open(spec, VARIANTS.weights(), everything)) {
            Outputs outputs = session.run(batch);
            assertClose(doubles(expected.logits(1)), outputs.logits(1), "logits beside taps");
            network.shapes(image).forEach((value, shape) -> {
                if (!value.equals(network.input())) {
                    assertEquals(shape, outputs.tap(value.name()).shape(), value.name());
                    assertSame(expected, outputs, value.name());
                }
            });
        }
        for (String node : everything) {
            try (Session session = open(spec, VARIANTS.weights(), node)) {
                Outputs outputs = session.run(batch);
                assertClose(doubles(expected.logits(1)), outputs.logits(1), "logits beside " + node);
                assertSame(expected, outputs, node);
            }
        }
    }

    private static void assertSame(Outputs expected, Outputs actual, String node) {
        double deviation = Closeness.worst(
                doubles(expected.tap(node).nchw()), actual.tap(node).nchw());
        Closeness.assertAtMost(EVERY_VALUE, deviation, node);
    }

    /** A block alone: its output is an image, and its input is read twice. */
    @Test
    void aBlockAloneIsANetwork() throws IOException {
        Network block = new Residual(new Basic(), new Shortcut.Projection()).network("BasicBlock", 64, Place.of(64, 1));
        Shape image = Shape.of(64, 56, 56);
        Batch batch = Batch.of(image, Formula.images("input", 2, image));
        try (Session session = engine().open(block, new Formula(), options());
                Session reference = new ReferenceEngine().open(block, new Formula(), options())) {
            Activation actual = session.run(batch).logits();
            assertEquals(image, actual.shape());
            assertClose(doubles(reference.run(batch).logits().nchw()), actual.nchw(), "the block's output");
        }
    }
}
