package io.resnet4j.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Step;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Norm;
import io.resnet4j.model.Op;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Value;
import io.resnet4j.model.Window;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {
    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnext50_32x4d", "resnet20_c", "plain34", "residual_stack_8"})
    void everyNormSumAndReluIsFused(String name) {
        List<Step> steps = fuse(name);
        for (Step step : steps) {
            if (step instanceof Step.Single single) {
                Op op = single.node().op();
                assertFalse(
                        op instanceof Op.BatchNorm2d || op instanceof Op.Add || op instanceof Op.Relu,
                        () -> step + " stands alone");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.resnet4j.model.Catalogue#all")
    void stepsComeAfterWhatTheyRead(ResNetSpec spec) {
        Network network = spec.network();
        Set<Value> made = new HashSet<>(Set.of(network.input()));
        for (Step step : Fusion.inference(network, Set.of())) {
            assertTrue(made.containsAll(step.inputs()), () -> step + " reads what is not made yet");
            assertTrue(made.add(step.output()), () -> step + " makes what is made already");
        }
        assertTrue(made.contains(network.output()));
    }

    /** A wide ResNet's dropout stands between a ReLU and a convolution, which reads the ReLU instead. */
    @Test
    void aDropoutIsNoStepUnlessItIsTapped() {
        Network network = Catalogue.wideResNet(10, 1, 0.3).withDropout(0.5).network();
        Value dropout = network.node("layer1.0.dropout").output();
        List<Step> steps = Fusion.inference(network, Set.of());
        assertTrue(steps.stream().noneMatch(step -> made(step).op() instanceof Op.Dropout));
        assertEquals(List.of("layer1.0.relu_1"), reads(steps, "layer1.0.conv2"));
        assertEquals(List.of("flatten"), reads(steps, "fc"));
        List<Step> tapped = Fusion.inference(network, Set.of(dropout));
        assertEquals(
                1, tapped.stream().filter(step -> step.output().equals(dropout)).count());
        assertEquals(List.of("layer1.0.dropout"), reads(tapped, "layer1.0.conv2"));
    }

    private static Node made(Step step) {
        return step instanceof Step.Convolution conv ? conv.conv() : ((Step.Single) step).node();
    }

    /** Where the first input of the step with that node comes from. */
    private static List<String> reads(List<Step> steps, String node) {
        return steps.stream()
                .filter(step -> made(step).name().equals(node))
                .map(step -> step.inputs().get(0).name())
                .toList();
    }

    @Test
    void onlyABatchNormIsFoldedAndABiasStaysOne() {
        ResNetSpec group = Catalogue.named("tiny").withNorm(new Norm.Group(4));
        assertTrue(Fusion.inference(group.network(), Set.of()).stream()
                .filter(Step.Convolution.class::isInstance)
                .map(Step.Convolution.class::cast)
                .noneMatch(Step.Convolution::biased));
        Step.Convolution squeeze = (Step.Convolution) fuse("se_resnet18").stream()
                .filter(step -> made(step).name().equals("layer1.0.se.fc1"))
                .findFirst()
                .orElseThrow();
        assertTrue(squeeze.biased() && squeeze.norm().isEmpty() && squeeze.relu());
    }

    @Test
    void aBottleneckIsThreeConvolutionsAndItsProjectionAFourth() {
        List<Step> block = fuse("resnet50").subList(2, 6);
        assertEquals(
                List.of(
                        conv("layer1.0.conv1", "maxpool", "layer1.0.bn1", null, true, "layer1.0.relu"),
                        conv("layer1.0.conv2", "layer1.0.relu", "layer1.0.bn2", null, true, "layer1.0.relu_1"),
                        conv(
                                "layer1.0.downsample.0",
                                "maxpool",
                                "layer1.0.downsample.1",
                                null,
                                false,
                                "layer1.0.downsample.1"),
                        conv(
                                "layer1.0.conv3",
                                "layer1.0.relu_1",
                                "layer1.0.bn3",
                                "layer1.0.downsample.1",
                                true,
                                "layer1.0.relu_2")),
                block.stream().map(FusionTest::summary).toList());
    }

    @Test
    void sumsAreWrittenOverTheSummandUnlessItIsTapped() {
        Value tap = new Value("layer1.0.relu_1");
        for (Step step : fuse("resnet18", tap)) {
            if (step instanceof Step.Convolution conv && conv.summand().isPresent()) {
                boolean tapped = conv.summand().get().equals(tap);
                assertEquals(!tapped, conv.inPlace(), conv.conv()::name);
            }
        }
    }

    @Test
    void whatIsTappedIsNotFusedAway() {
        for (String name : List.of("conv1", "bn1", "layer1.0.bn2", "layer1.0.add", "layer2.0.downsample.1")) {
            Value tap = new Value(name);
            assertEquals(
                    1,
                    fuse("resnet18", tap).stream()
                            .filter(step -> step.output().equals(tap))
                            .count(),
                    name);
        }
    }

    @Test
    void aSumIsNotWrittenOverWhatTheConvolutionItselfReads() {
        Value x = new Value("x");
        Value conv = new Value("conv");
        Network network = new Network(
                "twice",
                4,
                List.of(
                        new Node("relu", new Op.Relu(), List.of(x)),
                        new Node("conv", new Op.Conv2d(4, 4, Window.of(3, 1), 1, false), List.of(new Value("relu"))),
                        new Node("add", new Op.Add(), List.of(conv, new Value("relu")))),
                x,
                new Value("add"));
        Step.Convolution step =
                (Step.Convolution) Fusion.inference(network, Set.of()).get(1);
        assertEquals(Optional.of(new Value("relu")), step.summand());
        assertFalse(step.inPlace());
    }

    private static List<Step> fuse(String name, Value... taps) {
        return Fusion.inference(Catalogue.named(name).network(), Set.of(taps));
    }

    private static String summary(Step step) {
        Step.Convolution c = (Step.Convolution) step;
        return conv(
                c.conv().name(),
                c.x().name(),
                c.norm().map(Node::name).orElse(null),
                c.summand().map(Value::name).orElse(null),
                c.relu(),
                c.output().name());
    }

    private static String conv(String name, String x, String norm, String summand, boolean relu, String output) {
        return "%s(%s) norm %s plus %s relu %s -> %s".formatted(name, x, norm, summand, relu, output);
    }
}
