package io.resnet4j.inference.engine;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/** A network with its weights on the heap, through which one image goes at a time. Immutable. */
final class ReferenceNetwork {
    private final Network network;
    private final List<Layer> layers = new ArrayList<>();

    /**
     * A node with what it takes to run it.
     *
     * @param lastUses values that no later node reads, and nobody asked for
     */
    private record Layer(Node node, List<float[]> tensors, List<Value> lastUses) {}

    /**
     * Reads the weights.
     *
     * @param kept values that a run returns
     */
    ReferenceNetwork(Network network, TensorSource source, Set<Value> kept) throws IOException {
        this.network = network;
        Map<Value, Node> lastReaders = new HashMap<>();
        for (Node node : network.nodes()) {
            lastReaders.put(node.output(), node); // until another reads it
            node.inputs().forEach(input -> lastReaders.put(input, node));
        }
        lastReaders.keySet().removeAll(kept);
        for (Node node : network.nodes()) {
            List<float[]> tensors = source.floats(node);
            if (node.op() instanceof Op.BatchNorm2d) {
                BatchNormAffine.check(node.name(), tensors);
            }
            List<Value> lastUses = Stream.concat(Stream.of(node.output()), node.inputs().stream())
                    .filter(value -> lastReaders.get(value) == node)
                    .toList();
            layers.add(new Layer(node, tensors, lastUses));
        }
    }

    /** The kept values of one image; each of the others is dropped after its last use. */
    Map<Value, Activation> run(Activation image) {
        return run(image, (node, nanos) -> {});
    }

    /**
     * The same.
     *
     * @param clock told of every node and the nanoseconds that it took
     */
    Map<Value, Activation> run(Activation image, ObjLongConsumer<Node> clock) {
        Map<Value, Activation> values = new HashMap<>();
        values.put(network.input(), image);
        for (Layer layer : layers) {
            long start = System.nanoTime();
            Node node = layer.node();
            List<Activation> inputs = node.inputs().stream().map(values::get).toList();
            Shape shape = node.op().shape(inputs.stream().map(Activation::shape).toList());
            float[] numbers = node.op().accept(new ReferenceOps(inputs, layer.tensors()));
            values.put(node.output(), new Activation(shape, numbers));
            layer.lastUses().forEach(values::remove);
            clock.accept(node, System.nanoTime() - start);
        }
        return values;
    }
}
