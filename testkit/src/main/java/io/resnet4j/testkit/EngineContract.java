package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.engine.ReferenceEngine;
import io.resnet4j.model.Basic;
import io.resnet4j.model.Block;
import io.resnet4j.model.Bottleneck;
import io.resnet4j.model.Cardinality;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Place;
import io.resnet4j.model.PreActivation;
import io.resnet4j.model.PreBottleneck;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Residual;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Shortcut;
import io.resnet4j.model.SqueezeExcitation;
import io.resnet4j.model.Task;
import io.resnet4j.testkit.NetworkGolden.Expected;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine must do in float32, with every network and option there is. An engine's test class extends this one. */
public abstract class EngineContract extends SessionContract {
    /** What rounding has come to at the end of a tiny network; a value that was overwritten is off by 1. */
    private static final double EVERY_VALUE = 1e-4;

    private static final NetworkGolden VARIANTS = NetworkGolden.of("variants");
    private static final NetworkGolden BLOCKS = NetworkGolden.of("blocks");
    private static final Shape VARIANTS_IMAGE = Shape.of(3, 33, 29);

    private static Tally networks;
    private static Tally variants;

    @BeforeAll
    static void startCounting() {
        networks = new Tally();
        variants = new Tally();
    }

    @AfterAll
    static void printCounts(TestInfo engine) {
        System.out.printf(
                "%s: equal to PyTorch. Catalogue: %s. Options and pairs of them: %s.%n",
                engine.getDisplayName(), networks, variants);
    }

    /** Whether inputs of 224 x 224 are among those to be proven, which take an engine that is fast. */
    protected abstract boolean provesFullSize();

    /** How far off a value may be, where PyTorch is off by {@code pytorchs} in float32. */
    protected abstract double limit(double pytorchs);

    @ParameterizedTest
    @MethodSource("catalogue")
    void errorsAgainstDoublePrecisionAreThoseOfPyTorch(String name) throws IOException {
        PooledErrors.assertLikePyTorchs(engine(), name, Precision.FLOAT32, 2);
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
        assertEquals(inputs(name), golden.cases().keySet());
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

    /** The inputs that a network is proven with: an even and an odd size, and full size for torchvision's ten. */
    private static Set<String> inputs(String name) {
        if (Catalogue.named(name).task() == Task.CIFAR_10) {
            return Set.of("2x3x32x32", "2x3x33x29");
        }
        boolean torchvisions = Catalogue.all().indexOf(Catalogue.named(name)) < 10;
        return torchvisions ? Set.of("2x3x64x64", "1x3x57x43", "1x3x224x224") : Set.of("2x3x64x64", "1x3x57x43");
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
    private double prove(Session session, int images, Shape image, Map<String, Expected> expected, String what) {
        Outputs outputs = session.run(Batch.of(image, Formula.images("input", images, image)));
        assertEquals(images, outputs.size());
        double worst = 0;
        for (Map.Entry<String, Expected> value : expected.entrySet()) {
            Activation actual = value.getKey().equals("logits") ? outputs.logits() : outputs.tap(value.getKey());
            double deviation = Closeness.worst(
                    value.getValue().elements(), value.getValue().of(actual.nchw()));
            Closeness.assertAtMost(limit(value.getValue().error()), deviation, what + ": " + value.getKey());
            worst = Math.max(worst, deviation);
        }
        return worst;
    }

    /**
     * Every value is tapped, so nothing may be fused away or overwritten; and each alone, so that all else may be. All are
     * compared with the reference engine's; for that engine itself it is only proven that both give the same.
     */
    @ParameterizedTest
    @MethodSource("withEveryKindOfNode")
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

    static List<String> withEveryKindOfNode() {
        return List.of(
                "basic dropout=0.5 shortcut=a",
                "bottleneck norm=group4 se=bias",
                "bottleneck norm=frozen stem=imagenet",
                "bottleneck groups=2 dilation=011",
                "prebasic se=bias inner=0.3",
                "prebottleneck dropout=0.5 groups=2",
                "basic dropout=0.5 head=24");
    }

    @Test
    void everyKindOfNodeIsAmongThem() {
        Set<Class<?>> kinds = withEveryKindOfNode().stream()
                .flatMap(name -> Variants.named(name).network().nodes().stream())
                .map(node -> node.op().getClass())
                .collect(Collectors.toSet());
        assertEquals(Set.of(Op.class.getPermittedSubclasses()), kinds);
    }

    private static void assertSame(Outputs expected, Outputs actual, String node) {
        double deviation = Closeness.worst(
                doubles(expected.tap(node).nchw()), actual.tap(node).nchw());
        Closeness.assertAtMost(EVERY_VALUE, deviation, node);
    }

    /** A block alone: its output is an image, and its input is read twice. */
    @ParameterizedTest
    @MethodSource("blocks")
    void aBlockAloneEqualsPyTorchs(String name, Network block, Shape image) throws IOException {
        Expected expected = BLOCKS.cases().get(name).get("output");
        Batch batch = Batch.of(image, Formula.images("input", 2, image));
        try (Session session = engine().open(block, BLOCKS.weights(), options())) {
            Activation actual = session.run(batch).logits();
            assertEquals(block.shapes(image).get(block.output()), actual.shape());
            double deviation = Closeness.worst(expected.elements(), expected.of(actual.nchw()));
            Closeness.assertAtMost(limit(expected.error()), deviation, name);
        }
    }

    /** As {@code testkit/golden/blocks.py} has them; the ResNeXt block is a tutorial's, of expansion 2. */
    static Stream<Arguments> blocks() {
        Shortcut projection = new Shortcut.Projection();
        Block basic = new Residual(new Basic(), projection);
        Block resnext = new Residual(new Bottleneck(2), projection);
        Block squeezed = new Residual(new SqueezeExcitation(new Bottleneck()), projection);
        Block preactivated = new PreActivation(new PreBottleneck());
        Place tutorial = new Place(64, 1, 1, new Cardinality(32, 4));
        return Stream.of(
                Arguments.of("basic", basic.network("basic", 64, Place.of(64, 1)), Shape.of(64, 56, 56)),
                Arguments.of("resnext", resnext.network("resnext", 128, tutorial), Shape.of(128, 19, 17)),
                Arguments.of("squeezed", squeezed.network("se", 64, Place.of(32, 2)), Shape.of(64, 19, 17)),
                Arguments.of("preactivated", preactivated.network("pre", 64, Place.of(32, 2)), Shape.of(64, 19, 17)));
    }
}
