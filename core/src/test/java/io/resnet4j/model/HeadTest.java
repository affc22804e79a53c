package io.resnet4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeadTest {
    private static final ResNetSpec MLP = Catalogue.resnet50().withClasses(5).withHead(new Head.Mlp());

    /** Those of {@code fc = nn.Sequential(nn.Dropout(0.3), nn.Linear(2048, 512), nn.ReLU(), nn.Dropout(0.2), nn.Linear(512, 5))}. */
    @Test
    void theMlpHeadIsASequentialOfFive() {
        List<Node> head = MLP.network().part("head");
        assertEquals(
                List.of("fc.0", "fc.1", "fc.2", "fc.3", "fc.4"),
                head.stream().map(Node::name).toList());
        assertEquals(
                List.of(
                        new Op.Dropout(0.3),
                        new Op.Linear(2048, 512),
                        new Op.Relu(),
                        new Op.Dropout(0.2),
                        new Op.Linear(512, 5)),
                head.stream().map(Node::op).toList());
        assertEquals(
                List.of("fc.1.weight", "fc.1.bias", "fc.4.weight", "fc.4.bias"),
                head.stream()
                        .flatMap(node -> node.tensors().stream())
                        .map(TensorSpec::name)
                        .toList());
    }

    @Test
    void theMlpHeadIsTheHeadThatANetworkKnows() {
        Network network = MLP.network();
        assertEquals(5, network.classes());
        assertEquals("flatten", network.embedding().name());
        assertEquals(network.part("fc"), network.part("head"));
        assertEquals("fc.4", network.node("fc").name());
        assertEquals(7, MLP.withClasses(7).network().classes());
        List<Node> backbone = Catalogue.resnet50().network().part("backbone");
        assertEquals(backbone, network.part("backbone"));
    }

    /** What a head of two layers takes to train, and what the last stage with a head of one. */
    @Test
    void theShareThatIsTrainedIsSmall() {
        assertEquals(1_051_653, parameters(MLP, "head"));
        assertEquals(24_559_685, MLP.network().parameterCount());
        ResNetSpec linear = Catalogue.resnet50().withClasses(5);
        assertEquals(14_974_981, parameters(linear, "layer4") + parameters(linear, "head"));
        assertEquals(23_518_277, linear.network().parameterCount());
    }

    private static long parameters(ResNetSpec spec, String part) {
        return spec.network().part(part).stream()
                .mapToLong(Node::parameterCount)
                .sum();
    }

    @Test
    void aHeadKeepsItsNameAndItsOutputs() {
        Network network = Catalogue.named("resnet20").withHead(new Head.Mlp()).network();
        assertEquals("linear.4", network.output().name());
        assertEquals(10, network.classes());
        assertEquals(
                Catalogue.named("resnet20"),
                Catalogue.named("resnet20").withHead(new Head.Mlp()).withHead(new Head.Linear()));
    }

    @Test
    void aDropoutIsThatOfTheEmbedding() {
        assertEquals(new Head.Mlp(0.5, 512, 0.2), MLP.withDropout(0.5).head().layers());
        assertEquals(
                new Head.Linear(0.5),
                Catalogue.resnet18().withDropout(0.5).head().layers());
        Node first = MLP.withDropout(0).network().part("head").get(0);
        assertEquals(new Node("fc.0", new Op.Dropout(0), List.of(new Value("flatten"))), first);
    }

    @Test
    void headsThatCannotWorkAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Head.Mlp(1, 512, 0));
        assertThrows(IllegalArgumentException.class, () -> new Head.Mlp(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Head.Mlp(0, 512, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Head.Linear(-0.1));
        assertThrows(IllegalArgumentException.class, () -> MLP.withClasses(0));
    }
}
