package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.TensorSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and shapes against the lists that the networks of torchvision, and akamaster's of CIFAR, gave in PyTorch. */
class StateDictTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet18",
                "resnet34",
                "resnet50",
                "resnet101",
                "resnet152",
                "resnext50_32x4d",
                "resnext101_32x8d",
                "resnext101_64x4d",
                "wide_resnet50_2",
                "wide_resnet101_2",
                "resnet20",
                "resnet32",
                "resnet44",
                "resnet56",
                "resnet110",
                "resnet1202"
            })
    void tensorsAreThoseOfTheStateDict(String name) {
        List<List<String>> ours = network(name).tensors().stream()
                .map(spec -> List.of(spec.name(), spec.shape().toString(), dtype(spec)))
                .toList();
        assertEquals(Goldens.table("networks/" + name + ".tensors.tsv"), ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet18", "resnet34", "resnet50", "resnet101", "resnet152",
                "resnext50_32x4d", "resnext101_32x8d", "resnext101_64x4d", "wide_resnet50_2", "wide_resnet101_2"
            })
    void nodesAreThoseOfTorchvisionsFeatureExtraction(String name) {
        Network network = network(name);
        List<String> ours = Stream.concat(
                        Stream.of(network.input().name()),
                        network.nodes().stream().map(Node::name))
                .toList();
        List<String> theirs = Goldens.table("networks/" + name + ".nodes.txt").stream()
                .map(row -> row.get(0))
                .toList();
        assertEquals(theirs, ours);
    }

    private static Network network(String name) {
        return Catalogue.named(name).network();
    }

    private static String dtype(TensorSpec spec) {
        return spec.role() == TensorSpec.Role.COUNTER ? "int64" : "float32";
    }
}
