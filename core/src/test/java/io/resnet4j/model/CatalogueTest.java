package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
    @Test
    void everyNameIsThereOnce() {
        List<String> names = Catalogue.all().stream().map(ResNetSpec::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
        for (ResNetSpec spec : Catalogue.all()) {
            assertSame(spec, Catalogue.named(spec.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("io.resnet4j.model.Catalogue#all")
    void everyNetworkTellsItsTasksClassesApart(ResNetSpec spec) {
        int side = spec.task().imageSize();
        for (int channels : List.of(3, 1)) {
            Network network = spec.withChannels(channels).network();
            assertEquals(spec.name(), network.name());
            assertEquals(
                    Shape.of(spec.task().classes()),
                    network.shapes(Shape.of(channels, side, side)).get(network.output()));
            assertEquals(spec.classes(), network.classes());
            assertEquals(channels, tensor(network, "conv1.weight").shape().dim(1));
        }
    }

    /** The depth that a name states is the number of its weighted layers, shortcuts not counted. */
    @ParameterizedTest
    @CsvSource({
        "resnet18, 18",
        "resnet34, 34",
        "resnet50, 50",
        "resnet101, 101",
        "resnet152, 152",
        "resnet20, 20",
        "resnet110_b, 110",
        "resnet1202_c, 1202",
        "plain34, 34",
        "plain56, 56",
        "preresnet18, 18",
        "preresnet152, 152",
        "preresnet110, 110",
        "preresnet164, 164",
        "preresnet1001, 1001",
        "resnext29_8x64d, 29",
        "resnext50_32x4d, 50",
        "wide_resnet101_2, 101",
        "resnet18_cifar, 18",
        "se_resnet50, 50",
        "se_resnext101_32x4d, 101"
    })
    void aNameSaysHowDeep(String name, int depth) {
        assertEquals(depth, layers(Catalogue.named(name)));
    }

    /** Wide ResNet counts its three projections and not its head; a stack, what it stacks. */
    @ParameterizedTest
    @CsvSource({
        "wrn16_8, '', 16",
        "wrn28_10, '', 28",
        "wrn40_4, '', 40",
        "plain_stack_8, layer1, 8",
        "plain_stack_32, layer1, 32",
        "residual_stack_8, layer1, 8",
        "residual_stack_32, layer1, 32"
    })
    void someNamesCountOtherwise(String name, String prefix, int depth) {
        assertEquals(
                depth,
                Catalogue.named(name).network().nodes().stream()
                        .filter(node ->
                                node.op() instanceof Op.Conv2d && node.name().startsWith(prefix))
                        .count());
    }

    private static long layers(ResNetSpec spec) {
        return spec.network().nodes().stream()
                .filter(node -> node.op() instanceof Op.Conv2d || node.op() instanceof Op.Linear)
                .map(Node::name)
                .filter(name -> !name.contains("shortcut") && !name.contains("downsample") && !name.contains(".se."))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 50, 152})
    void cifarsFamilyHasMembersOfOtherDepths(int depth) {
        assertEquals(depth, layers(Catalogue.cifarResNet(depth, new Shortcut.Padding())));
        assertEquals(depth, layers(Catalogue.cifarPlain(depth)));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 18, 2, 0, -4})
    void cifarsDepthIsSixNPlusTwo(int depth) {
        String message = "the depth is 6n + 2 with n at least 1, not " + depth;
        Exception residual = assertThrows(
                IllegalArgumentException.class, () -> Catalogue.cifarResNet(depth, new Shortcut.Padding()));
        assertEquals(message, residual.getMessage());
        Exception plain = assertThrows(IllegalArgumentException.class, () -> Catalogue.cifarPlain(depth));
        assertEquals(message, plain.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 29, 4, -2})
    void wideResNetsDepthIsSixNPlusFour(int depth) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Catalogue.wideResNet(depth, 8, 0));
        assertEquals("the depth is 6n + 4 with n at least 1, not " + depth, e.getMessage());
    }

    @Test
    void wideResNetsMayDropOut() {
        Network network = Catalogue.wideResNet(10, 2, 0.3).network();
        assertEquals("wrn10_2", network.name());
        assertEquals(
                List.of("layer1.0.dropout", "layer2.0.dropout", "layer3.0.dropout"),
                network.nodes().stream()
                        .filter(node -> node.op().equals(new Op.Dropout(0.3)))
                        .map(Node::name)
                        .toList());
        assertEquals(Shape.of(10, 128), tensor(network, "fc.weight").shape());
        assertThrows(IllegalArgumentException.class, () -> Catalogue.wideResNet(10, 0, 0));
    }

    /** A block brings along what its stem needs, so that any goes with any. */
    @Test
    void preActivationNeedsNoStemOfItsOwn() {
        ResNetSpec mine = ResNetSpec.of("mine", new PreActivation(new PreBasic()), 2, 2, 2, 2);
        Network preresnet18 = Catalogue.named("preresnet18").network();
        assertEquals(preresnet18.nodes(), mine.network().nodes());
        Network cifar =
                Catalogue.named("preresnet18").withStem(new Stem.Cifar(64)).network();
        assertEquals("layer1.0.bn1", cifar.nodes().get(1).name());
    }

    @Test
    void aSpecIsChangedByAnother() {
        ResNetSpec spec = Catalogue.resnet18();
        assertNotEquals(spec, spec.withClasses(10));
        assertEquals(Catalogue.resnet18(), spec);
        assertEquals(
                List.of(1000, 10), List.of(spec.classes(), spec.withClasses(10).classes()));
    }

    private static TensorSpec tensor(Network network, String name) {
        return network.tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
