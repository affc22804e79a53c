package io.resnet4j.inference;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A network with its weights on the heap, through which one image goes at a time. Immutable. */
final class ReferenceNetwork {
    private final Network network;
    private final Map<Node, List<float[]>> weights = new HashMap<>();
    private final Map<Node, List<Value>> lastUses = new HashMap<>();

    /**
     * Reads the weights.
     *
     * @param kept values that a run returns
     */
    ReferenceNetwork(Network network, TensorSource source, Set<Value> kept) throws IOException {
        this.network = network;
        for (Node node : network.nodes()) {
            List<float[]> tensors = source.floats(node);
            if (node.op() instanceof Op.BatchNorm2d) {
                BatchNormAffine.of(node.name(), tensors); // refuses what makes no finite numbers
            }
            weights.put(node, tensors);
        }
        Set<Value> neededLater = new HashSet<>(kept);
        for (int i = network.nodes().size() - 1; i >= 0; i--) {
            Node node = network.nodes().get(i);
            Stream<Value> used = Stream.concat(Stream.of(node.output()), node.inputs().stream());
            lastUses.put(node, used.filter(neededLater::add).toList());
        }
    }

    /** The kept values of one image; each of the others is dropped after its last use. */
    Map<Value, Activation> run(Activation image) {
        Map<Value, Activation> values = new HashMap<>();
        values.put(network.input(), image);
        for (Node node : network.nodes()) {
            List<Activation> inputs = node.inputs().stream().map(values::get).toList();
            Shape shape = node.op().shape(inputs.stream().map(Activation::shape).toList());
            float[] numbers = node.op().accept(new ReferenceOps(inputs, weights.get(node)));
            values.put(node.output(), new Activation(shape, numbers));
            lastUses.get(node).forEach(values::remove);
        }
        return values;
    }
}
