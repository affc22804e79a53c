package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import java.util.List;

/** The head of a network as a network of its own: its nodes, with their names, behind the flattening of {@code [features, 1, 1]}. */
final class HeadNetwork {
    private HeadNetwork() {}

    static Network of(Network network) {
        Node embedding = network.embedding();
        List<Node> nodes = network.nodes()
                .subList(network.nodes().indexOf(embedding), network.nodes().size());
        return new Network(
                network.name() + " head",
                features(network),
                nodes,
                embedding.inputs().get(0),
                network.output());
    }

    /** How many numbers the embedding has. */
    static int features(Network network) {
        return network.part("head").stream()
                .map(Node::op)
                .filter(Op.Linear.class::isInstance)
                .map(Op.Linear.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(network.name() + " has no linear layer in its head"))
                .in();
    }
}
