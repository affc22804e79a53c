package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrunkTest {
    private static final Shape IMAGE = Shape.of(3, 224, 224);

    /**
     * Of resnet50 with {@code replace_stride_with_dilation}: the sides of the last three stages, and the dilation of
     * conv2 in their first blocks, which still have that of the stage before, and in those after. By torchvision 0.29.
     */
    @ParameterizedTest
    @CsvSource({
        "false, false, false, 28 14 7,  1 1 1, 1 1 1",
        "false, false, true,  28 14 14, 1 1 1, 1 1 2",
        "false, true,  false, 28 28 14, 1 1 2, 1 2 2",
        "false, true,  true,  28 28 28, 1 1 2, 1 2 4",
        "true,  false, false, 56 28 14, 1 2 2, 2 2 2",
        "true,  false, true,  56 28 28, 1 2 2, 2 2 4",
        "true,  true,  false, 56 56 28, 1 2 4, 2 4 4",
        "true,  true,  true,  56 56 56, 1 2 4, 2 4 8"
    })
    void dilationReplacesStridesAsInTorchvision(
            boolean two, boolean three, boolean four, String sides, String first, String rest) {
        Network network = Catalogue.resnet50()
                .withReplaceStrideWithDilation(two, three, four)
                .network();
        Map<Value, Shape> shapes = network.shapes(IMAGE);
        List<String> stages = List.of("layer2", "layer3", "layer4");
        assertEquals(
                numbers(sides),
                stages.stream()
                        .map(stage -> shapes.get(network.node(stage).output()).dim(1))
                        .toList());
        assertEquals(
                numbers(first),
                stages.stream().map(stage -> dilation(network, stage + ".0")).toList());
        for (String block : List.of(".1", ".2")) {
            assertEquals(
                    numbers(rest),
                    stages.stream()
                            .map(stage -> dilation(network, stage + block))
                            .toList());
        }
        assertEquals(1, dilation(network, "layer1.2"));
    }

    private static int dilation(Network network, String block) {
        return ((Op.Conv2d) network.node(block + ".conv2").op()).window().dilation();
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf).toList();
    }

    @Test
    void anOptionGivenTwiceReplaces() {
        ResNetSpec spec = Catalogue.resnet50();
        ResNetSpec dilated = spec.withReplaceStrideWithDilation(false, false, true);
        assertEquals(
                dilated,
                spec.withReplaceStrideWithDilation(true, true, true).withReplaceStrideWithDilation(false, false, true));
        assertEquals(spec, dilated.withReplaceStrideWithDilation(false, false, false));
        assertEquals(
                Catalogue.resnext50_32x4d().trunk(),
                spec.withGroups(8)
                        .withWidthPerGroup(4)
                        .withNorm(new Norm.Group())
                        .withGroups(32)
                        .withNorm(new Norm.Batch())
                        .trunk());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4})
    void dilationHasAnElementForEachStageAfterTheFirst(int count) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Catalogue.resnet50()
                .withReplaceStrideWithDilation(new boolean[count]));
        assertEquals(
                "replace_stride_with_dilation has one element for each stage after the first, so 3; got " + count,
                e.getMessage());
    }

    /** Its second block is the first that would be dilated. */
    @Test
    void aNetOfBasicBlocksIsNotDilated() {
        ResNetSpec spec = Catalogue.resnet18().withReplaceStrideWithDilation(false, false, true);
        Exception e = assertThrows(IllegalArgumentException.class, spec::network);
        assertEquals("resnet18: layer4.1: BasicBlock supports no dilation, got 2; a bottleneck does", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain20", "plain_stack_8", "preresnet18", "preresnet50", "wrn28_10"})
    void zeroInitResidualIsRefusedWhereNoNormEndsAResidual(String name) {
        ResNetSpec spec = Catalogue.named(name);
        Exception e = assertThrows(IllegalArgumentException.class, () -> spec.withZeroInitResidual(true));
        assertEquals(
                "zero_init_residual needs blocks whose residuals end in a norm; these do not: "
                        + spec.trunk().block(),
                e.getMessage());
        assertEquals(spec, spec.withZeroInitResidual(false));
        ResNetSpec zeroed = Catalogue.resnet18().withZeroInitResidual(true);
        assertThrows(
                IllegalArgumentException.class,
                () -> zeroed.withBlock(spec.trunk().block()));
    }

    @Test
    void zeroInitResidualIsRefusedForABranchWithoutItsLastNorm() {
        for (Branch branch : List.of(new PreBasic(), new SqueezeExcitation(new PreBottleneck()))) {
            ResNetSpec spec = ResNetSpec.of("mine", new Residual(branch, new Shortcut.Projection()), 1);
            assertThrows(IllegalArgumentException.class, () -> spec.withZeroInitResidual(true));
        }
    }

    /** Each stage after the first is half the size and twice the width of the one before, however many there are. */
    @ParameterizedTest
    @ValueSource(strings = {"3", "1 2", "1 1 1", "2 1 3 1", "1 2 1 1 1"})
    void anyBlockInAnyNumbersIsANetwork(String blocks) {
        int[] depths =
                Arrays.stream(blocks.split(" ")).mapToInt(Integer::parseInt).toArray();
        Network network = ResNetSpec.of("mine", new Residual(new Bottleneck(), new Shortcut.Projection()), depths)
                .network();
        Map<Value, Shape> shapes = network.shapes(Shape.of(3, 256, 256));
        for (int i = 0; i < depths.length; i++) {
            Node last = network.node("layer" + (i + 1));
            assertEquals("layer%d.%d.relu_2".formatted(i + 1, depths[i] - 1), last.name());
            assertEquals(Shape.of(256 << i, 64 >> i, 64 >> i), shapes.get(last.output()));
        }
        assertEquals(
                IntStream.of(depths).sum(),
                network.nodes().stream()
                        .filter(node -> node.op() instanceof Op.Add)
                        .count());
        assertEquals(Shape.of(1000), shapes.get(network.output()));
    }

    @Test
    void aBottleneckMayWidenByAnyFactor() {
        Network network = ResNetSpec.of("mine", new Residual(new Bottleneck(2), new Shortcut.Projection()), 1, 2)
                .network();
        assertEquals(Shape.of(256, 28, 28), network.shapes(IMAGE).get(new Value("layer2.1.relu_2")));
    }

    @Test
    void aNetworkHasStagesAndStagesHaveBlocks() {
        Block block = new Residual(new Basic(), new Shortcut.Projection());
        Exception none = assertThrows(IllegalArgumentException.class, () -> ResNetSpec.of("mine", block));
        assertEquals("a residual network has at least one stage", none.getMessage());
        Exception empty = assertThrows(IllegalArgumentException.class, () -> ResNetSpec.of("mine", block, 2, 0));
        assertEquals("a stage's blocks must be at least 1, got 0", empty.getMessage());
    }

    @Test
    void otherChannelsChangeTheFirstConvolutionAlone() {
        List<TensorSpec> rgb = Catalogue.resnet50().network().tensors();
        List<TensorSpec> grey = Catalogue.resnet50().withChannels(1).network().tensors();
        TensorSpec conv1 = grey.get(0);
        assertEquals("conv1.weight", conv1.name());
        assertEquals(Shape.of(64, 1, 7, 7), conv1.shape());
        assertEquals(rgb.get(0).init(), conv1.init()); // by fan-out, which is the same
        assertEquals(rgb.subList(1, rgb.size()), grey.subList(1, grey.size()));
        assertThrows(IllegalArgumentException.class, () -> Catalogue.resnet50().withChannels(0));
    }
}
