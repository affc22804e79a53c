package io.resnet4j.inference.engine;

import io.resnet4j.inference.Step;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the nodes of a network into the steps of inference. A convolution takes along what follows it, in this order
 * and as far as it is there: the norm, the sum with a shortcut, the ReLU. It does so only while no one else needs the
 * value in between, be it another node or a tap. It then runs where the last of them stands, when its shortcut is ready.
 * A dropout, which does nothing in inference, is a step only where its value is wanted.
 */
public final class Fusion {
    private final Value input;
    private final Set<Value> kept;
    private final List<Node> nodes;
    private final Map<Value, List<Node>> readers = new HashMap<>();
    private final Set<Node> fused = new HashSet<>();

    private Fusion(Network network, Set<Value> kept) {
        this.input = network.input();
        this.kept = kept;
        nodes = withoutDropouts(network.nodes(), kept);
        for (Node node : nodes) {
            node.inputs().forEach(input -> readers.computeIfAbsent(input, first -> new ArrayList<>())
                    .add(node));
        }
    }

    /**
     * The steps that compute {@code network}, in an order in which they can run.
     *
     * @param taps values that must exist in the end, besides the network's output
     */
    public static List<Step> inference(Network network, Set<Value> taps) {
        Set<Value> kept = new HashSet<>(taps);
        kept.add(network.output());
        return new Fusion(network, kept).steps();
    }

    private static List<Node> withoutDropouts(List<Node> nodes, Set<Value> kept) {
        Map<Value, Value> standIns = new HashMap<>();
        List<Node> rest = new ArrayList<>();
        for (Node node : nodes) {
            List<Value> inputs = node.inputs().stream()
                    .map(value -> standIns.getOrDefault(value, value))
                    .toList();
            if (node.op() instanceof Op.Dropout && !kept.contains(node.output())) {
                standIns.put(node.output(), inputs.get(0));
            } else {
                rest.add(new Node(node.name(), node.op(), inputs));
            }
        }
        return rest;
    }

    private List<Step> steps() {
        Map<Value, Step> convolutions = new HashMap<>();
        for (Node node : nodes) {
            if (node.op() instanceof Op.Conv2d) {
                Step step = fuse(node);
                convolutions.put(step.output(), step);
            }
        }
        List<Step> steps = new ArrayList<>();
        for (Node node : nodes) {
            Step convolution = convolutions.get(node.output());
            if (convolution != null) {
                steps.add(convolution);
            } else if (!fused.contains(node)) {
                steps.add(new Step.Single(node));
            }
        }
        return withSumsInPlace(steps);
    }

    private Step fuse(Node conv) {
        fused.add(conv);
        Value end = conv.output();
        Optional<Node> norm = take(Op.BatchNorm2d.class, end);
        end = norm.map(Node::output).orElse(end);
        Optional<Node> add = take(Op.Add.class, end);
        Value ours = end;
        Optional<Value> summand = add.map(sum -> other(sum.inputs(), ours));
        end = add.map(Node::output).orElse(end);
        Optional<Node> relu = take(Op.Relu.class, end);
        end = relu.map(Node::output).orElse(end);
        return new Step.Convolution(conv, norm, summand, false, relu.isPresent(), end);
    }

    private static Value other(List<Value> summands, Value one) {
        return summands.get(summands.get(0).equals(one) ? 1 : 0);
    }

    /** Fuses the node that reads {@code value}, if it is of that kind, the only one to read it, and free. */
    private Optional<Node> take(Class<? extends Op> kind, Value value) {
        List<Node> next = readers.getOrDefault(value, List.of());
        if (kept.contains(value) || next.size() != 1) {
            return Optional.empty();
        }
        return next.stream()
                .filter(node -> kind.isInstance(node.op()))
                .filter(fused::add)
                .findFirst();
    }

    private List<Step> withSumsInPlace(List<Step> steps) {
        List<Step> result = new ArrayList<>();
        Set<Value> neededLater = new HashSet<>(kept);
        neededLater.add(input);
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (step instanceof Step.Convolution conv && conv.summand().isPresent()) {
                Value summand = conv.summand().get();
                boolean free = !neededLater.contains(summand) && !conv.x().equals(summand);
                step = free ? conv.summedInPlace() : conv;
            }
            neededLater.addAll(step.inputs());
            result.add(0, step);
        }
        return List.copyOf(result);
    }
}
