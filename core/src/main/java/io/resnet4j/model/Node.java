package io.resnet4j.model;

import java.util.List;

/**
 * One operation at work in a network.
 *
 * @param name the name that torchvision's {@code get_graph_node_names} gives it: {@code layer4.2.relu_2}
 * @param inputs the values it reads, in the order the operation expects
 * @param output the value it yields, which bears the node's name
 */
public record Node(String name, Op op, List<Value> inputs, Value output) {
    public Node {
        inputs = List.copyOf(inputs);
    }
}
