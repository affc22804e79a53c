package io.resnet4j.model;

import java.util.List;

/**
 * One operation at work in a network.
 *
 * @param name such as {@code layer4.2.relu_2}; in torchvision's networks what {@code get_graph_node_names} gives
 * @param inputs the values it reads, in the order the operation expects
 */
public record Node(String name, Op op, List<Value> inputs) {
    public Node {
        inputs = List.copyOf(inputs);
    }

    /** Every tensor it needs, in the order of PyTorch's state_dict. */
    public List<TensorSpec> tensors() {
        return op.tensors(name);
    }

    /** How many numbers training learns here: the elements of its parameters, without running statistics. */
    public long parameterCount() {
        return tensors().stream()
                .filter(tensor -> tensor.role() == TensorSpec.Role.PARAMETER)
                .mapToLong(tensor -> tensor.shape().elements())
                .sum();
    }

    /** The value it yields, which bears its name. */
    public Value output() {
        return new Value(name);
    }
}
