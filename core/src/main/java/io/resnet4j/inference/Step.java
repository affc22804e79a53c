package io.resnet4j.inference;

import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an engine runs in one go: a node on its own, or a convolution with all that is fused into it. */
public sealed interface Step {
    /** The node whose operation it is, or which the others were fused into. */
    Node node();

    List<Value> inputs();

    Value output();

    /** The input that the output is written over, since nothing else will read it. */
    Optional<Value> overwritten();

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

        @Override
        public Optional<Value> overwritten() {
            return Optional.empty();
        }
    }

    /**
     * {@code relu(norm(conv(x)) + summand)}, where all but the convolution may be absent. The norm is an affine map of
     * each channel, so an engine folds it into the weights.
     *
     * @param conv the node of the convolution
     * @param norm the node of the batch norm
     * @param summand what is added before the activation: the block's shortcut, or its residual
     * @param inPlace whether the sum is written over the summand
     * @param output the value of the last node that this step stands for
     */
    record Convolution(
            Node conv, Optional<Node> norm, Optional<Value> summand, boolean inPlace, boolean relu, Value output)
            implements Step {
        public Convolution {
            if (inPlace && summand.isEmpty()) {
                throw new IllegalArgumentException(conv.name() + " has no summand to be written over");
            }
        }

        @Override
        public Node node() {
            return conv;
        }

        public Op.Conv2d op() {
            return (Op.Conv2d) conv.op();
        }

        /** Whether a number is added to each channel: the convolution's own, or what the norm leaves, or both in one. */
        public boolean biased() {
            return op().bias() || norm.isPresent();
        }

        public Value x() {
            return conv.inputs().get(0);
        }

        @Override
        public List<Value> inputs() {
            return Stream.concat(Stream.of(x()), summand.stream()).toList();
        }

        @Override
        public Optional<Value> overwritten() {
            return inPlace ? summand : Optional.empty();
        }

        /** The same, which writes the sum over the summand. */
        public Convolution summedInPlace() {
            return new Convolution(conv, norm, summand, true, relu, output);
        }
    }
}
