package io.resnet4j.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a network down while functions describe it. {@link #in} descends into a scope, as {@code cd} does, so that
 * {@code layer1.0.conv1.weight} falls out of the structure and is never typed whole.
 *
 * <p>Operations with tensors go by the name they are given. The others go by their kind and are numbered within their
 * scope as torchvision's feature extraction numbers them: {@code relu}, {@code relu_1}, {@code relu_2}.
 */
public final class Tracer {
    private static final Value INPUT = new Value("x");

    private final Graph graph;
    private final String scope;

    /** What all scopes of one trace share. */
    private static final class Graph {
        final List<Node> nodes = new ArrayList<>();
        final Map<Value, Integer> channels = new HashMap<>();
        final Map<String, Integer> timesUsed = new HashMap<>();
    }

    private Tracer(Graph graph, String scope) {
        this.graph = graph;
        this.scope = scope;
    }

    /** The start of a network that takes images of {@code channels} channels. */
    static Tracer start(int channels) {
        Tracer tracer = new Tracer(new Graph(), "");
        tracer.graph.channels.put(INPUT, channels);
        return tracer;
    }

    Value input() {
        return INPUT;
    }

    Network finish(String name, Value output) {
        return new Network(name, channels(INPUT), graph.nodes, INPUT, output);
    }

    /** The scope {@code name} below this one. */
    public Tracer in(String name) {
        return new Tracer(graph, scope + name + ".");
    }

    /** How many channels (or features) {@code x} has. */
    public int channels(Value x) {
        return graph.channels.get(x);
    }

    /** A convolution without bias, padded so that stride 1 keeps the size. */
    public Value conv(String name, Value x, int out, int kernel, int stride) {
        return node(name, new Op.Conv2d(channels(x), out, kernel, stride), out, x);
    }

    /** A batch norm. */
    public Value norm(String name, Value x) {
        return node(name, new Op.BatchNorm2d(channels(x)), channels(x), x);
    }

    /** {@code max(x, 0)}. */
    public Value relu(Value x) {
        return node(numbered("relu"), new Op.Relu(), channels(x), x);
    }

    /** The sum of a block's residual and its shortcut, which have the same channels. */
    public Value add(Value residual, Value shortcut) {
        if (channels(residual) != channels(shortcut)) {
            throw new IllegalArgumentException("%sadd: the residual %s has %d channels, its shortcut %s has %d"
                    .formatted(scope, residual, channels(residual), shortcut, channels(shortcut)));
        }
        return node(numbered("add"), new Op.Add(), channels(residual), residual, shortcut);
    }

    /** A max-pool, padded by half its kernel. */
    public Value maxPool(Value x, int kernel, int stride) {
        return node(numbered("maxpool"), new Op.MaxPool2d(kernel, stride), channels(x), x);
    }

    /** The mean of each channel. */
    public Value globalAvgPool(Value x) {
        return node(numbered("avgpool"), new Op.GlobalAvgPool(), channels(x), x);
    }

    /** The shortcut that subsamples and pads with channels of zeros. */
    public Value padShortcut(Value x, int out, int stride) {
        return node("shortcut", new Op.PadShortcut(channels(x), out, stride), out, x);
    }

    /** Flattens what a global pool leaves, {@code [channels, 1, 1]}, so that features are channels. */
    public Value flatten(Value x) {
        return node(numbered("flatten"), new Op.Flatten(), channels(x), x);
    }

    /** A linear layer with bias. */
    public Value linear(String name, Value x, int out) {
        return node(name, new Op.Linear(channels(x), out), out, x);
    }

    private String numbered(String kind) {
        int before = graph.timesUsed.merge(scope + kind, 1, Integer::sum) - 1;
        return before == 0 ? kind : kind + "_" + before;
    }

    private Value node(String name, Op op, int channels, Value... inputs) {
        Node node = new Node(scope + name, op, List.of(inputs));
        graph.nodes.add(node);
        graph.channels.put(node.output(), channels);
        return node.output();
    }
}
