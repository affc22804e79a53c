package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockTest {
    private static final Place HALVED = Place.of(16, 2);

    @Test
    void aResidualIsAddedAndThenActivated() {
        assertNodes(
                new Residual(new Basic(), new Shortcut.Projection()),
                "conv1(x)",
                "bn1(conv1)",
                "relu(bn1)",
                "conv2(relu)",
                "bn2(conv2)",
                "downsample.0(x)",
                "downsample.1(downsample.0)",
                "add(bn2, downsample.1)",
                "relu_1(add)");
    }

    @Test
    void aPlainBlockHasNothingToAdd() {
        assertNodes(
                new Plain(new Basic()),
                "conv1(x)",
                "bn1(conv1)",
                "relu(bn1)",
                "conv2(relu)",
                "bn2(conv2)",
                "relu_1(bn2)");
    }

    @Test
    void squeezeAndExcitationScalesTheResidualBeforeTheSum() {
        assertNodes(
                new Residual(new SqueezeExcitation(new Basic()), new Shortcut.Padding()),
                "conv1(x)",
                "bn1(conv1)",
                "relu(bn1)",
                "conv2(relu)",
                "bn2(conv2)",
                "se.avgpool(bn2)",
                "se.fc1(se.avgpool)",
                "se.relu(se.fc1)",
                "se.fc2(se.relu)",
                "se.sigmoid(se.fc2)",
                "se.mul(bn2, se.sigmoid)",
                "shortcut(x)",
                "add(se.mul, shortcut)",
                "relu_1(add)");
    }

    /** The projection takes the activated input and has no norm; nothing activates the sum. */
    @Test
    void preActivationProjectsTheActivatedInput() {
        assertNodes(
                new PreActivation(new PreBasic()),
                "bn1(x)",
                "relu(bn1)",
                "conv1(relu)",
                "bn2(conv1)",
                "relu_1(bn2)",
                "conv2(relu_1)",
                "downsample.0(relu)",
                "add(conv2, downsample.0)");
        assertNodes(
                new PreActivation(new PreBottleneck()),
                "bn1(x)",
                "relu(bn1)",
                "conv1(relu)",
                "bn2(conv1)",
                "relu_1(bn2)",
                "conv2(relu_1)",
                "bn3(conv2)",
                "relu_2(bn3)",
                "conv3(relu_2)",
                "downsample.0(relu)",
                "add(conv3, downsample.0)");
    }

    /** What passes on unchanged is the input itself, not what the first norm makes of it. */
    @Test
    void preActivationsIdentityIsNotActivated() {
        Network network = new PreActivation(new PreBasic()).network("n", 16, Place.of(16, 1));
        assertEquals(
                List.of(new Value("conv2"), new Value("x")), network.node("add").inputs());
        assertEquals(new Value("add"), network.output());
    }

    @Test
    void aNetOfPreActivationsEndsInANormAndARelu() {
        List<String> nodes = Catalogue.named("preresnet50").network().nodes().stream()
                .map(BlockTest::text)
                .toList();
        assertEquals(List.of("conv1(x)", "maxpool(conv1)", "layer1.0.bn1(maxpool)"), nodes.subList(0, 3));
        assertEquals(
                List.of(
                        "layer4.2.add(layer4.2.conv3, layer4.1.add)",
                        "norm(layer4.2.add)",
                        "relu(norm)",
                        "avgpool(relu)",
                        "flatten(avgpool)",
                        "fc(flatten)"),
                nodes.subList(nodes.size() - 6, nodes.size()));
    }

    @Test
    void aPreActivationsTensorsComeInTheOrderOfItsNodes() {
        List<String> tensors = new PreActivation(new PreBottleneck())
                .network("n", 16, HALVED).tensors().stream()
                        .map(TensorSpec::name)
                        .filter(name -> name.endsWith(".weight"))
                        .toList();
        assertEquals(
                List.of(
                        "bn1.weight",
                        "conv1.weight",
                        "bn2.weight",
                        "conv2.weight",
                        "bn3.weight",
                        "conv3.weight",
                        "downsample.0.weight"),
                tensors);
    }

    /** Which blocks have a shortcut with nodes: option A, B or C of the paper. */
    @ParameterizedTest
    @CsvSource({
        "resnet20, layer2.0.shortcut layer3.0.shortcut",
        "resnet20_b, layer2.0.shortcut.0 layer2.0.shortcut.1 layer3.0.shortcut.0 layer3.0.shortcut.1",
        "resnet18, layer2.0.downsample.0 layer2.0.downsample.1 layer3.0.downsample.0 layer3.0.downsample.1"
                + " layer4.0.downsample.0 layer4.0.downsample.1",
        "preresnet18, layer2.0.downsample.0 layer3.0.downsample.0 layer4.0.downsample.0"
    })
    void shortcutsHaveNodesWhereTheShapeChanges(String name, String expected) {
        assertEquals(List.of(expected.split(" ")), nodes(name, BlockTest::isShortcut));
    }

    @Test
    void aBottleneckWidensInTheFirstBlockToo() {
        assertEquals(
                List.of("layer1.0", "layer2.0", "layer3.0", "layer4.0"),
                nodes("resnet50", node -> node.name().endsWith("downsample.0")).stream()
                        .map(node -> node.substring(0, "layer1.0".length()))
                        .toList());
    }

    @Test
    void optionCProjectsInEveryBlock() {
        List<String> expected = Stream.of("layer1", "layer2", "layer3")
                .flatMap(layer -> Stream.of(".0", ".1", ".2").map(layer::concat))
                .flatMap(block -> Stream.of(".shortcut.0", ".shortcut.1").map(block::concat))
                .toList();
        assertEquals(expected, nodes("resnet20_c", BlockTest::isShortcut));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 64, 1, 'supports only groups=1 and width_per_group=64, got groups=2 and width_per_group=64;"
                + " a bottleneck takes them'",
        "1, 128, 1, 'supports only groups=1 and width_per_group=64, got groups=1 and width_per_group=128;"
                + " a bottleneck takes them'",
        "1, 64, 2, 'supports no dilation, got 2; a bottleneck does'"
    })
    void onlyBottlenecksTakeGroupsWidthAndDilation(int groups, int width, int dilation, String message) {
        Place place = new Place(64, 1, dilation, new Cardinality(groups, width));
        for (Branch branch : List.of(new Basic(), new BiasedBasic(), new PreBasic())) {
            Block block = new Plain(branch);
            Exception e = assertThrows(IllegalArgumentException.class, () -> block.network("n", 64, place));
            String name =
                    branch instanceof Basic ? "BasicBlock" : branch.getClass().getSimpleName();
            assertEquals(name + " " + message, e.getMessage());
        }
        for (Block block : List.of(
                new Residual(new Bottleneck(), new Shortcut.Projection()), new PreActivation(new PreBottleneck()))) {
            Op.Conv2d conv2 =
                    (Op.Conv2d) block.network("n", 64, place).node("conv2").op();
            assertEquals(
                    new Op.Conv2d(width * groups, width * groups, new Window(3, 1, dilation), groups, false), conv2);
        }
    }

    /** Xie et al. 2016, table 1, and torchvision's {@code int(planes * (base_width / 64.0)) * groups}. */
    @ParameterizedTest
    @CsvSource({
        "64, 1, 64, 64",
        "512, 1, 64, 512",
        "64, 32, 4, 128",
        "512, 32, 4, 1024",
        "256, 1, 128, 512",
        "24, 2, 5, 2"
    })
    void aBottleneckIsAsWideAsTorchvisions(int planes, int groups, int widthPerGroup, int width) {
        assertEquals(width, new Cardinality(groups, widthPerGroup).width(planes));
    }

    @Test
    void squeezeAndExcitationNeedsAChannelToReduceTo() {
        Block block = new Residual(new SqueezeExcitation(new Basic()), new Shortcut.Projection());
        Exception e = assertThrows(IllegalArgumentException.class, () -> block.network("n", 15, Place.of(15, 1)));
        assertEquals("squeeze-and-excitation cannot reduce 15 channels 16 times", e.getMessage());
        Network network = block.network("n", 16, Place.of(16, 1));
        assertEquals(Shape.of(1, 16, 1, 1), tensor(network, "se.fc1.weight").shape());
        assertEquals(Shape.of(16), tensor(network, "se.fc2.bias").shape());
        Block unbiased = new Residual(new SqueezeExcitation(new Basic(), 4, false), new Shortcut.Projection());
        List<String> tensors = unbiased.network("n", 16, Place.of(16, 1)).tensors().stream()
                .map(TensorSpec::name)
                .filter(name -> name.startsWith("se."))
                .toList();
        assertEquals(List.of("se.fc1.weight", "se.fc2.weight"), tensors);
    }

    @Test
    void aGroupNormSplitsItsChannelsEvenly() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new Norm.Group().of(8, 1));
        assertEquals("a group norm does not split 8 channels into 32 groups", e.getMessage());
        ResNetSpec tiny = Catalogue.named("tiny");
        assertThrows(IllegalArgumentException.class, () -> tiny.withNorm(new Norm.Group())
                .network());
        Network network = tiny.withNorm(new Norm.Group(4)).network();
        assertEquals(new Op.GroupNorm(4, 8, 1), network.node("bn1").op());
        assertEquals(
                List.of("bn1.weight", "bn1.bias"),
                network.node("bn1").op().tensors("bn1").stream()
                        .map(TensorSpec::name)
                        .toList());
    }

    @Test
    void aFrozenBatchNormIsFourBuffersAndHasNoUseForACounter() {
        Network network =
                Catalogue.named("tiny").withNorm(new Norm.FrozenBatch()).network();
        List<TensorSpec> bn1 = network.node("bn1").op().tensors("bn1");
        assertEquals(
                List.of("bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var"),
                bn1.stream().map(TensorSpec::name).toList());
        assertEquals(
                List.of(TensorSpec.Role.BUFFER),
                bn1.stream().map(TensorSpec::role).distinct().toList());
        List<String> counters = Catalogue.named("tiny").network().tensors().stream()
                .filter(tensor -> tensor.role() == TensorSpec.Role.COUNTER)
                .map(TensorSpec::name)
                .toList();
        assertEquals(counters, network.ignoredTensors());
        assertEquals(List.of(), Catalogue.named("tiny").network().ignoredTensors());
    }

    /** No dropout, no node: the description says only what happens. */
    @ParameterizedTest
    @CsvSource({"0, 0, ''", "0.3, 0, layer1.0.dropout", "0, 0.5, dropout", "0.3, 0.5, layer1.0.dropout dropout"})
    void aDropoutIsANodeWhereSomethingIsLeftOut(double inBlocks, double beforeHead, String expected) {
        Network network = ResNetSpec.of("n", new PreActivation(new PreBasic(inBlocks)), 1)
                .withDropout(beforeHead)
                .network();
        List<Node> dropouts = network.nodes().stream()
                .filter(node -> node.op() instanceof Op.Dropout)
                .toList();
        assertEquals(
                expected, String.join(" ", dropouts.stream().map(Node::name).toList()));
        for (Node node : dropouts) {
            assertEquals(new Op.Dropout(node.name().equals("dropout") ? beforeHead : inBlocks), node.op());
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "-0.1", "NaN"})
    void aProbabilityIsBelowOne(double probability) {
        assertThrows(IllegalArgumentException.class, () -> new PreBasic(probability));
        assertThrows(IllegalArgumentException.class, () -> Catalogue.resnet18().withDropout(probability));
    }

    private static boolean isShortcut(Node node) {
        return node.name().contains("shortcut") || node.name().contains("downsample");
    }

    private static List<String> nodes(String model, Predicate<Node> which) {
        return Catalogue.named(model).network().nodes().stream()
                .filter(which)
                .map(Node::name)
                .toList();
    }

    private static TensorSpec tensor(Network network, String name) {
        return network.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The nodes of a block that halves 8 channels' images to 16, each with what it reads. */
    private static void assertNodes(Block block, String... expected) {
        Network network = block.network("n", 8, HALVED);
        assertEquals(
                Arrays.asList(expected),
                network.nodes().stream().map(BlockTest::text).toList());
        assertEquals(network.nodes().get(expected.length - 1).output(), network.output());
    }

    private static String text(Node node) {
        return node.name() + "("
                + String.join(", ", node.inputs().stream().map(Value::name).toList()) + ")";
    }
}
