package io.resnet4j.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A network as data: named nodes in an order in which each comes after all it reads, with one input and one output.
 * Immutable; checked when it is made. Whoever runs, prints, counts or exports it walks {@link #nodes()}.
 *
 * @param name what the catalogue calls it, such as {@code resnet50}
 * @param channels channels that the input image must have
 */
public record Network(String name, int channels, List<Node> nodes, Value input, Value output) {
    public Network {
        nodes = List.copyOf(nodes);
        Set<Value> known = new HashSet<>(Set.of(input));
        for (Node node : nodes) {
            if (!known.containsAll(node.inputs())) {
                throw new IllegalArgumentException(
                        "%s: node %s reads %s before it is made".formatted(name, node.name(), node.inputs()));
            }
            if (!known.add(node.output())) {
                throw new IllegalArgumentException("%s: two nodes are called %s".formatted(name, node.name()));
            }
        }
        if (!known.contains(output)) {
            throw new IllegalArgumentException("%s: no node makes the output %s".formatted(name, output));
        }
    }

    /** Every tensor the network needs, in the order of PyTorch's state_dict. */
    public List<TensorSpec> tensors() {
        return nodes.stream().flatMap(node -> node.tensors().stream()).toList();
    }

    /** Names of tensors that the network has no use for, and that a file made for it may hold nevertheless. */
    public List<String> ignoredTensors() {
        return nodes.stream()
                .flatMap(node -> node.op().ignoredTensors(node.name()).stream())
                .toList();
    }

    /** How many numbers training learns: the elements of all parameters, without running statistics. */
    public long parameterCount() {
        return nodes.stream().mapToLong(Node::parameterCount).sum();
    }

    /**
     * The shape of every value for one image.
     *
     * @param image {@code [channels, height, width]}
     * @throws IllegalArgumentException when an image of that shape does not pass through, naming the node
     */
    public Map<Value, Shape> shapes(Shape image) {
        if (image.rank() != 3 || image.dim(0) != channels) {
            throw new IllegalArgumentException(
                    "%s takes images of [%d, height, width], got %s".formatted(name, channels, image));
        }
        Map<Value, Shape> shapes = new HashMap<>();
        shapes.put(input, image);
        for (Node node : nodes) {
            try {
                shapes.put(
                        node.output(),
                        node.op().shape(node.inputs().stream().map(shapes::get).toList()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s at %s with an input of %s: %s".formatted(name, node.name(), image, e.getMessage()), e);
            }
        }
        return Map.copyOf(shapes);
    }

    /**
     * The node called {@code name}, or for a prefix such as {@code layer4} the last node below it.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Node node(String name) {
        return nodes.stream()
                .filter(node -> isWithin(node, name))
                .reduce((first, second) -> second)
                .orElseThrow(() -> unknown(name));
    }

    /**
     * A part of the network by its dotted prefix: the node called {@code name} and all below it. {@code head} is what makes logits
     * of the embedding, {@code backbone} all before.
     *
     * @throws IllegalArgumentException when there is none
     */
    public List<Node> part(String name) {
        int embedding = nodes.indexOf(embedding());
        if (name.equals("head")) {
            return nodes.subList(embedding + 1, nodes.size());
        }
        if (name.equals("backbone")) {
            return nodes.subList(0, embedding + 1);
        }
        List<Node> part = nodes.stream().filter(node -> isWithin(node, name)).toList();
        if (part.isEmpty()) {
            throw unknown(name);
        }
        return part;
    }

    private static boolean isWithin(Node node, String name) {
        return node.name().equals(name) || node.name().startsWith(name + ".");
    }

    private IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("%s has no node %s; the nearest of %d nodes and what holds them are %s"
                .formatted(this.name, name, nodes.size(), String.join(", ", nearest(name))));
    }

    /** Nodes, stages and blocks with names like {@code name}. */
    private List<String> nearest(String name) {
        List<String> names = nodes.stream()
                .flatMap(node -> Stream.iterate(
                        node.name(),
                        prefix -> !prefix.isEmpty(),
                        prefix -> prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')))))
                .distinct()
                .toList();
        return Names.nearest(name, names, 3);
    }

    /** The node that makes the embedding, one number a channel of the last stage, which the head turns into logits. */
    public Node embedding() {
        return nodes.stream()
                .filter(node -> node.op() instanceof Op.Flatten)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IllegalStateException(name + " flattens nothing, so it has no embedding"));
    }

    /** How many classes the output tells apart. */
    public int classes() {
        return nodes.stream()
                .filter(node -> node.output().equals(output))
                .map(Node::op)
                .filter(Op.Linear.class::isInstance)
                .map(Op.Linear.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " does not end in a linear layer"))
                .out();
    }
}
