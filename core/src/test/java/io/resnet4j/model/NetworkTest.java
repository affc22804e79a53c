package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    private static final Value X = new Value("x");

    @ParameterizedTest
    @CsvSource({"resnet18, 512, 7", "resnet34, 512, 7", "resnet50, 2048, 7", "resnet20, 64, 8"})
    void theLastStageHasThePapersSize(String name, int channels, int side) {
        ResNetSpec spec = Catalogue.named(name);
        Network network = spec.network();
        Shape image = Shape.of(3, spec.task().imageSize(), spec.task().imageSize());
        Map<Value, Shape> shapes = network.shapes(image);
        Node last = network.node("layer" + spec.trunk().stages().size());
        assertEquals(Shape.of(channels, side, side), shapes.get(last.output()));
        assertEquals(Shape.of(spec.task().classes()), shapes.get(network.output()));
    }

    /** v1.5: torchvision halves the image in the 3x3 convolution, the paper in the 1x1 before it. */
    @Test
    void aBottlenecksStrideSitsOnItsThreeByThree() {
        Map<Value, Shape> shapes = Catalogue.resnet50().network().shapes(Shape.of(3, 224, 224));
        assertEquals(Shape.of(128, 56, 56), shapes.get(new Value("layer2.0.conv1")));
        assertEquals(Shape.of(128, 28, 28), shapes.get(new Value("layer2.0.conv2")));
    }

    @Test
    void oddImagesRoundAsInPyTorch() {
        Map<Value, Shape> shapes = Catalogue.resnet18().network().shapes(Shape.of(3, 57, 43));
        assertEquals(Shape.of(64, 29, 22), shapes.get(new Value("conv1")));
        assertEquals(Shape.of(64, 15, 11), shapes.get(new Value("maxpool")));
        assertEquals(Shape.of(512, 2, 2), shapes.get(new Value("layer4.1.relu_1")));
    }

    @Test
    void aPrefixMeansTheLastNodeBelowIt() {
        Network network = Catalogue.resnet50().network();
        assertEquals("layer4.2.relu_2", network.node("layer4").name());
        assertEquals("layer1.0.add", network.node("layer1.0.add").name());
        Exception e = assertThrows(IllegalArgumentException.class, () -> network.node("layer5"));
        assertEquals(
                "resnet50 has no node layer5; the nearest of 175 nodes and what holds them are layer1, layer2, layer3",
                e.getMessage());
    }

    /** Before the dropout, which a head may have. */
    @Test
    void theEmbeddingIsWhatTheHeadReads() {
        for (ResNetSpec spec : Catalogue.all()) {
            Network network = spec.network();
            assertEquals("flatten", network.embedding().name(), spec.name());
        }
        Network wide = Catalogue.named("wrn28_10").network();
        Map<Value, Shape> shapes = wide.shapes(Shape.of(3, 32, 32));
        assertEquals(Shape.of(640), shapes.get(wide.embedding().output()));
        Network none = new Network("n", 3, List.of(), X, X);
        assertThrows(IllegalStateException.class, none::embedding);
    }

    @Test
    void anotherHeadChangesOnlyTheHead() {
        Network network = Catalogue.resnet18().withClasses(10).network();
        assertEquals(10, network.classes());
        assertEquals(11_181_642, network.parameterCount()); // torchvision's resnet18(num_classes=10)
    }

    @Test
    void imagesThatDoNotPassThroughAreRefusedByName() {
        Network network = Catalogue.named("resnet20").network();
        Exception grey = assertThrows(IllegalArgumentException.class, () -> network.shapes(Shape.of(1, 32, 32)));
        assertEquals("resnet20 takes images of [3, height, width], got [1, 32, 32]", grey.getMessage());
        Exception empty = assertThrows(IllegalArgumentException.class, () -> network.shapes(Shape.of(3, 0, 32)));
        assertEquals(
                "resnet20 at conv1 with an input of [3, 0, 32]: 3x3, stride 1"
                        + " does not fit into [3, 0, 32]: the image is too small",
                empty.getMessage());
    }

    @Test
    void aModelThatIsNotThereIsAnsweredWithThoseThatAre() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Catalogue.named("resnet51"));
        assertEquals(
                "there is no model 'resnet51'; the nearest of 65 are resnet50, resnet56, resnet18", e.getMessage());
    }

    @Test
    void wrongGraphsCannotBeBuilt() {
        Node relu = new Node("relu", new Op.Relu(), List.of(X));
        Node early = new Node("add", new Op.Add(), List.of(X, new Value("relu")));
        assertThrows(IllegalArgumentException.class, () -> new Network("n", 3, List.of(early, relu), X, X));
        assertThrows(IllegalArgumentException.class, () -> new Network("n", 3, List.of(relu, relu), X, X));
        assertThrows(IllegalArgumentException.class, () -> new Network("n", 3, List.of(relu), X, new Value("fc")));
    }
}
