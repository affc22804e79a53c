package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.TensorSpec;
import java.util.Collection;
import java.util.List;

/** The parameters of a part of a network. */
final class Parts {
    private Parts() {}

    static List<TensorSpec> parameters(Collection<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> node.tensors().stream())
                .filter(spec -> spec.role() == TensorSpec.Role.PARAMETER)
                .toList();
    }

    /**
     * Those of the part with that name.
     *
     * @throws IllegalArgumentException when there is no such part, with the nearest names, or it has none
     */
    static List<TensorSpec> named(Network network, String part) {
        List<TensorSpec> parameters = parameters(network.part(part));
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("%s of %s has no parameters".formatted(part, network.name()));
        }
        return parameters;
    }

    /** How many names its prefix has: more than any part that holds it, for head and backbone hold all others. */
    static int depth(String part) {
        return part.equals("head") || part.equals("backbone") ? 0 : part.split("\\.").length;
    }
}
