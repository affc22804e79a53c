package io.resnet4j.inference;

import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an engine runs in one go: a node on its own, or a convolution with all that is fused into it. */
public sealed interface Step {
    List<Value> inputs();

    Value output();

    /** A node on its own. */
    record Single(Node node) implements Step {
        @Override
        public List<Value> inputs() {
            return node.inputs();
        }

        @Override
        public Value output() {
            return node.output();
        }
    }

    /**
     * {@code relu(norm(conv(x)) + residual)}, where all but the convolution may be absent. The norm is an affine map of
     * each channel, so an engine folds it into the weights.
     *
     * @param name the convolution's node, by which its weight goes
     * @param norm the node of the batch norm, by which its tensors go
     * @param residual the value that is added before the activation
     * @param overwritesResidual whether the sum may be written over the residual, since nothing else will read it
     * @param output the value of the last node that this step stands for
     */
    record Convolution(
            String name,
            Op.Conv2d op,
            Value x,
            Optional<String> norm,
            Optional<Value> residual,
            boolean overwritesResidual,
            boolean relu,
            Value output)
            implements Step {
        @Override
        public List<Value> inputs() {
            return Stream.concat(Stream.of(x), residual.stream()).toList();
        }

        Convolution overwritingResidual() {
            return new Convolution(name, op, x, norm, residual, true, relu, output);
        }
    }
}
