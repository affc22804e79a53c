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
        final Norm norm;
        final double lastWeight;
        final List<Node> nodes = new ArrayList<>();
        final Map<Value, Integer> channels = new HashMap<>();
        final Map<String, Integer> timesUsed = new HashMap<>();

        Graph(Norm norm, double lastWeight) {
            this.norm = norm;
            this.lastWeight = lastWeight;
        }
    }

    private Tracer(Graph graph, String scope) {
        this.graph = graph;
        this.scope = scope;
    }

    /** The start of a network that takes images of {@code channels} channels and has batch norms. */
    static Tracer start(int channels) {
        return start(channels, new Norm.Batch(), false);
    }

    /**
     * The start of a network that takes images of {@code channels} channels.
     *
     * @param zeroInitResidual whether the scale of every residual's last norm starts at zero
     */
    static Tracer start(int channels, Norm norm, boolean zeroInitResidual) {
        Checks.positive(channels, "the image's channels");
        Tracer tracer = new Tracer(new Graph(norm, zeroInitResidual ? 0 : 1), "");
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
        Integer channels = graph.channels.get(x);
        if (channels == null) {
            throw new IllegalArgumentException("%s: no node makes %s".formatted(scope, x));
        }
        return channels;
    }

    /** A convolution without bias. */
    public Value conv(String name, Value x, int out, Window window) {
        return conv(name, x, out, window, 1);
    }

    /** A convolution without bias whose channels are split into groups. */
    public Value conv(String name, Value x, int out, Window window, int groups) {
        return node(name, new Op.Conv2d(channels(x), out, window, groups, false), out, x);
    }

    /** A convolution with a bias. */
    public Value biasedConv(String name, Value x, int out, Window window) {
        return node(name, new Op.Conv2d(channels(x), out, window, 1, true), out, x);
    }

    /** A norm of the network's kind. */
    public Value norm(String name, Value x) {
        return node(name, graph.norm.of(channels(x), 1), channels(x), x);
    }

    /** The norm that ends a residual: its scale starts at zero where the network's option {@code zero_init_residual} is set. */
    public Value lastNorm(String name, Value x) {
        return node(name, graph.norm.of(channels(x), graph.lastWeight), channels(x), x);
    }

    /** {@code max(x, 0)}. */
    public Value relu(Value x) {
        return node(numbered("relu"), new Op.Relu(), channels(x), x);
    }

    /** The same by a name of its own, as the modules of a {@code torch.nn.Sequential} have. */
    Value relu(String name, Value x) {
        return node(name, new Op.Relu(), channels(x), x);
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public Value sigmoid(Value x) {
        return node(numbered("sigmoid"), new Op.Sigmoid(), channels(x), x);
    }

    /** The sum of a block's residual and its shortcut, which have the same channels. */
    public Value add(Value residual, Value shortcut) {
        return node(
                numbered("add"),
                new Op.Add(),
                same("the residual", residual, "its shortcut", shortcut),
                residual,
                shortcut);
    }

    /** Each channel of {@code x} times its own number of {@code gate}. */
    public Value multiply(Value x, Value gate) {
        return node(numbered("mul"), new Op.Multiply(), same("the image", x, "its gate", gate), x, gate);
    }

    /** A max-pool. */
    public Value maxPool(Value x, Window window) {
        return node(numbered("maxpool"), new Op.MaxPool2d(window), channels(x), x);
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

    /** A dropout, or {@code x} itself where nothing is ever to be left out. */
    public Value dropout(Value x, double probability) {
        return probability == 0 ? x : node(numbered("dropout"), new Op.Dropout(probability), channels(x), x);
    }

    /** A dropout by a name of its own, there even where nothing is ever to be left out. */
    Value dropout(String name, Value x, double probability) {
        return node(name, new Op.Dropout(probability), channels(x), x);
    }

    /** A linear layer with bias. */
    public Value linear(String name, Value x, int out) {
        return node(name, new Op.Linear(channels(x), out), out, x);
    }

    /** Where it stands, such as {@code layer1.0}. */
    @Override
    public String toString() {
        return scope.isEmpty() ? "the network" : scope.substring(0, scope.length() - 1);
    }

    private String numbered(String kind) {
        int before = graph.timesUsed.merge(scope + kind, 1, Integer::sum) - 1;
        return before == 0 ? kind : kind + "_" + before;
    }

    private int same(String one, Value a, String other, Value b) {
        if (channels(a) != channels(b)) {
            throw new IllegalArgumentException(
                    "%s %s has %d channels, %s %s has %d".formatted(one, a, channels(a), other, b, channels(b)));
        }
        return channels(a);
    }

    private Value node(String name, Op op, int channels, Value... inputs) {
        Node node = new Node(scope + name, op, List.of(inputs));
        graph.nodes.add(node);
        graph.channels.put(node.output(), channels);
        return node.output();
    }
}
