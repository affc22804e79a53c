package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryTest {
    @Test
    void aRowHasShapeAndCostOfItsNode() {
        Network network = Catalogue.resnext50_32x4d().network();
        Summary summary = Summary.of(network, Shape.of(3, 224, 224));
        assertEquals(
                network.nodes(), summary.rows().stream().map(Summary.Row::node).toList());
        Summary.Row row = row(summary, "layer2.0.conv2");
        assertEquals("conv 3x3, 256 -> 256, stride 2, groups 32", row.kind());
        assertEquals(Shape.of(256, 28, 28), row.output());
        assertEquals(256 * (256 / 32) * 9, row.parameters());
        assertEquals(28 * 28 * row.parameters(), row.multiplyAdds());
        assertEquals(4 * 256 * 28 * 28, row.bytes());
    }

    /** torchvision counts no norms, no pools and no biases. */
    @Test
    void onlyConvolutionsAndLinearLayersMultiply() {
        Summary summary = Summary.of(Catalogue.resnet18().network(), Shape.of(3, 224, 224));
        assertEquals(0, row(summary, "bn1").multiplyAdds());
        assertEquals(128, row(summary, "bn1").parameters());
        assertEquals(0, row(summary, "maxpool").multiplyAdds());
        assertEquals(512_000, row(summary, "fc").multiplyAdds());
        assertEquals(513_000, row(summary, "fc").parameters());
    }

    @Test
    void partsAreTheStemTheStagesAndTheHead() {
        Summary summary = Summary.of(Catalogue.named("preresnet110").network(), Shape.of(3, 32, 32));
        List<Summary> parts = summary.parts();
        assertEquals(
                List.of("stem", "layer1", "layer2", "layer3", "head"),
                parts.stream().map(Summary::name).toList());
        assertEquals(
                List.of(
                        Shape.of(16, 32, 32),
                        Shape.of(16, 32, 32),
                        Shape.of(32, 16, 16),
                        Shape.of(64, 8, 8),
                        Shape.of(10)),
                parts.stream().map(Summary::output).toList());
        assertEquals(432, parts.get(0).parameters());
        assertEquals(2 * 64 + 64 * 10 + 10, parts.get(4).parameters()); // the last norm is no block's
        assertEquals(
                summary.rows(),
                parts.stream().flatMap(part -> part.rows().stream()).toList());
    }

    @Test
    void whatHasNoStagesIsAllStem() {
        Block block = new Residual(new Basic(), new Shortcut.Projection());
        Summary summary = Summary.of(block.network("block", 8, Place.of(16, 2)), Shape.of(8, 6, 6));
        assertEquals(List.of(new Summary("stem", summary.rows())), summary.parts());
    }

    static Stream<ResNetSpec> catalogue() {
        return Catalogue.all().stream();
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void rowsSumUpToTheNetwork(ResNetSpec spec) {
        Network network = spec.network();
        Shape image = Shape.of(3, spec.task().imageSize(), spec.task().imageSize());
        Summary summary = Summary.of(network, image);
        assertEquals(network.parameterCount(), summary.parameters());
        assertEquals(
                summary.multiplyAdds(),
                summary.parts().stream().mapToLong(Summary::multiplyAdds).sum());
        long values = network.shapes(image).values().stream()
                .mapToLong(Shape::elements)
                .sum();
        assertEquals(4 * (values - image.elements()), summary.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18_cifar, 11173962",
        "plain_stack_8, 19466",
        "plain_stack_32, 75914",
        "residual_stack_32, 75914", // a shortcut of zeros has no parameters
        "resnet20, 269722",
    })
    void countsWorkedOutElsewhere(String name, long parameters) {
        assertEquals(
                parameters,
                Summary.of(Catalogue.named(name).network(), Shape.of(3, 32, 32)).parameters());
    }

    /** What torchinfo 1.8.0 prints: it lets each parameter of a norm, and each bias of a linear layer, multiply once. */
    @ParameterizedTest
    @CsvSource({
        "resnet18, 1814083944",
        "resnet50, 4089238376",
        "resnext50_32x4d, 4230549096",
        "wide_resnet50_2, 11398090344",
        "se_resnet50, 4091769368"
    })
    void torchinfoCountsNormsAndBiasesBesides(String name, long theirs) {
        Summary summary = Summary.of(Catalogue.named(name).network(), Shape.of(3, 224, 224));
        long besides = summary.rows().stream()
                .flatMap(row -> row.node().op().tensors(row.name()).stream())
                .filter(tensor -> tensor.role() == TensorSpec.Role.PARAMETER)
                .filter(tensor -> tensor.shape().rank() == 1)
                .mapToLong(tensor -> tensor.shape().elements())
                .sum();
        assertEquals(theirs, summary.multiplyAdds() + besides);
    }

    static Stream<List<Object>> kinds() {
        return Stream.of(
                List.of(new Op.Conv2d(3, 64, Window.of(7, 2), 1, false), "conv 7x7, 3 -> 64, stride 2"),
                List.of(
                        new Op.Conv2d(64, 64, new Window(3, 1, 2), 32, true),
                        "conv 3x3, 64 -> 64, dilation 2, groups 32, bias"),
                List.of(new Norm.Batch().of(64, 1), "batch norm"),
                List.of(new Norm.FrozenBatch().of(64, 1), "batch norm, frozen"),
                List.of(new Norm.Group().of(64, 1), "group norm, groups 32"),
                List.of(new Op.MaxPool2d(Window.of(3, 2)), "max-pool 3x3, stride 2"),
                List.of(new Op.PadShortcut(16, 32, 2), "pad with zeros, 16 -> 32, stride 2"),
                List.of(new Op.Dropout(0.3), "dropout, p 0.3"),
                List.of(new Op.Linear(2048, 1000), "linear, 2048 -> 1000"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void operationsInAFewWords(List<Object> opAndWords) {
        Op op = (Op) opAndWords.get(0);
        assertEquals(opAndWords.get(1), op.accept(Kind.WORDS));
    }

    @Test
    void whatCannotBeSummedUpIsRefused() {
        Network network = Catalogue.resnet50().network();
        Exception e = assertThrows(IllegalArgumentException.class, () -> Summary.of(network, Shape.of(3, 0, 5)));
        assertEquals(
                "resnet50 at conv1 with an input of [3, 0, 5]: 7x7, stride 2"
                        + " does not fit into [3, 0, 5]: the image is too small",
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Summary("nothing", List.of()));
    }

    private static Summary.Row row(Summary summary, String name) {
        return summary.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
