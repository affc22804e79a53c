package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.TensorSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which parameters of a network are learnt, and how fast: PyTorch's parameter groups by rules instead of lists.
 *
 * @param rates the learning rates
 * @param decays the weight decays
 * @param decayNorms whether norms and biases, the parameters of one dimension, decay too: they do in PyTorch by default
 * @param selection what is learnt at all
 */
public record ParameterGroups(ByPart rates, ByPart decays, boolean decayNorms, Selection selection) {
    /** All at one rate, with one decay. */
    public static ParameterGroups all(double rate, double decay) {
        return new ParameterGroups(ByPart.of(rate), ByPart.of(decay), true, Selection.ALL);
    }

    /**
     * What is learnt: the parts that {@code train} names, without those that {@code freeze} names. Parts are named as in {@link
     * Network#part}.
     *
     * @param train empty for all
     * @param frozenNorms what batch norms do that learn nothing
     */
    public record Selection(List<String> train, List<String> freeze, FrozenNorms frozenNorms) {
        /** Everything. */
        public static final Selection ALL = new Selection(List.of(), List.of(), FrozenNorms.UPDATE);

        public Selection {
            train = List.copyOf(train);
            freeze = List.copyOf(freeze);
        }
    }

    /** What a batch norm does in training when its scale and shift are frozen. */
    public enum FrozenNorms {
        /** It normalises by each batch and gathers running statistics, as PyTorch's do with {@code requires_grad=False}. The default. */
        UPDATE,
        /** It normalises by the running statistics that it came with, as PyTorch's do in {@code eval()} mode. */
        KEEP
    }

    /**
     * How much of a network is learnt.
     *
     * @param trainable numbers that change
     * @param total numbers of all parameters
     */
    public record Count(long trainable, long total) {
        /** The share of those that change. */
        public double percent() {
            return 100.0 * trainable / total;
        }
    }

    /**
     * The parameters that are learnt, in the network's order.
     *
     * @throws IllegalArgumentException when it has no part of a name, the nearest being named, when nothing is left to learn, or a
     *     parameter has no rate or decay
     */
    public List<Learnt> learnt(Network network) {
        Map<String, Double> rate = rates.values(network);
        Map<String, Double> decay = decays.values(network);
        return selected(network).stream()
                .map(spec -> new Learnt(
                        spec,
                        required(rate, spec, "learning rate"),
                        decayNorms || spec.shape().rank() > 1 ? required(decay, spec, "weight decay") : 0))
                .toList();
    }

    /** The batch norms that stay as they are: those that learn nothing, where such {@linkplain FrozenNorms#KEEP keep} still. */
    public Set<String> stillNorms(Network network) {
        if (selection.frozenNorms() == FrozenNorms.UPDATE) {
            return Set.of();
        }
        Set<TensorSpec> learnt = new HashSet<>(selected(network));
        return network.nodes().stream()
                .filter(node -> node.op() instanceof Op.BatchNorm2d norm && !norm.frozen())
                .filter(node -> Parts.parameters(List.of(node)).stream().noneMatch(learnt::contains))
                .map(Node::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How much of the network is learnt. */
    public Count count(Network network) {
        return new Count(
                selected(network).stream()
                        .mapToLong(spec -> spec.shape().elements())
                        .sum(),
                network.parameterCount());
    }

    private List<TensorSpec> selected(Network network) {
        Set<TensorSpec> trained = inParts(network, selection.train());
        Set<TensorSpec> frozen = inParts(network, selection.freeze());
        List<TensorSpec> selected = Parts.parameters(network.nodes()).stream()
                .filter(spec -> trained.isEmpty() || trained.contains(spec))
                .filter(spec -> !frozen.contains(spec))
                .toList();
        if (selected.isEmpty()) {
            throw new IllegalArgumentException("nothing of %s is left to train; freeze less".formatted(network.name()));
        }
        return selected;
    }

    private static Set<TensorSpec> inParts(Network network, List<String> parts) {
        return parts.stream()
                .flatMap(part -> Parts.named(network, part).stream())
                .collect(Collectors.toSet());
    }

    private static double required(Map<String, Double> values, TensorSpec spec, String what) {
        Double value = values.get(spec.name());
        if (value == null) {
            throw new IllegalArgumentException(
                    "%s has no %s: no part that has one holds it; write one for all others first, such as 0.1,head=0.01"
                            .formatted(spec.name(), what));
        }
        return value;
    }
}
