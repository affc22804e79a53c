package io.resnet4j.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a node does. An operation knows its own arithmetic of shapes, the tensors it needs and what it costs, and
 * nothing of where it stands. The set is closed: who walks a network implements {@link Visitor}, and does not compile
 * before it has an answer for each.
 */
public sealed interface Op {
    /** The shape of the output, {@code [channels, height, width]} or {@code [features]}; refuses inputs that do not fit. */
    Shape shape(List<Shape> inputs);

    /** The tensors this operation reads when it goes by {@code name}, in the order of PyTorch's state_dict. */
    default List<TensorSpec> tensors(String name) {
        return List.of();
    }

    /** Names of tensors that a file may hold for this operation, which has no use for them. */
    default List<String> ignoredTensors(String name) {
        return List.of();
    }

    /** Multiplications with a weight that it takes to make an output of that shape, as torchvision counts: no others. */
    default long multiplyAdds(Shape output) {
        return 0;
    }

    <R> R accept(Visitor<R> visitor);

    /** One answer for each operation. */
    interface Visitor<R> {
        R conv(Conv2d op);

        R batchNorm(BatchNorm2d op);

        R groupNorm(GroupNorm op);

        R relu(Relu op);

        R sigmoid(Sigmoid op);

        R add(Add op);

        R multiply(Multiply op);

        R maxPool(MaxPool2d op);

        R globalAvgPool(GlobalAvgPool op);

        R padShortcut(PadShortcut op);

        R flatten(Flatten op);

        R dropout(Dropout op);

        R linear(Linear op);
    }

    /**
     * A square two-dimensional convolution, zero-padded by its window ({@code torch.nn.Conv2d}).
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param groups parts into which both are split, each part of the output seeing one of the input
     * @param bias whether a number is added to each channel; such a convolution starts as PyTorch's do by default, one
     *     without as torchvision's ResNets do
     */
    record Conv2d(int in, int out, Window window, int groups, boolean bias) implements Op {
        public Conv2d {
            Checks.positive(in, "a convolution's input channels");
            Checks.positive(out, "a convolution's output channels");
            Checks.positive(groups, "a convolution's groups");
            if (in % groups != 0 || out % groups != 0) {
                throw new IllegalArgumentException(
                        "a convolution of %d to %d channels does not split into %d groups".formatted(in, out, groups));
            }
        }

        /** {@code [out, in / groups, kernel, kernel]}. */
        public Shape weight() {
            return Shape.of(out, in / groups, window.kernel(), window.kernel());
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            return window.slide(Checks.image(this, in, inputs), out);
        }

        @Override
        public List<TensorSpec> tensors(String name) {
            if (!bias) {
                Init init = Init.kaimingNormal((long) out * window.area());
                return List.of(TensorSpec.parameter(name + ".weight", weight(), init));
            }
            Init init = Init.pytorchDefault(fanIn());
            return List.of(
                    TensorSpec.parameter(name + ".weight", weight(), init),
                    TensorSpec.parameter(name + ".bias", Shape.of(out), init));
        }

        @Override
        public long multiplyAdds(Shape output) {
            return output.elements() * fanIn();
        }

        private long fanIn() {
            return (long) in / groups * window.area();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.conv(this);
        }
    }

    /**
     * A batch norm, in inference {@code (x - running_mean) / sqrt(running_var + EPSILON) * weight + bias}, by channel.
     *
     * @param weight what all of {@code weight} starts at: 1, or 0 where a block is to start as the identity
     * @param frozen whether nothing of it is ever learnt or gathered ({@code torchvision.ops.FrozenBatchNorm2d}, which
     *     has no counter and drops one that it finds in a file) or it is a {@code torch.nn.BatchNorm2d}
     */
    record BatchNorm2d(int channels, double weight, boolean frozen) implements Op {
        /** PyTorch's default, which all published ResNets keep. */
        public static final double EPSILON = 1e-5;

        public BatchNorm2d {
            Checks.positive(channels, "batch norm's channels");
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            return Checks.image(this, channels, inputs);
        }

        /** Scale, shift, mean, variance and, unless it is frozen, a counter. */
        @Override
        public List<TensorSpec> tensors(String name) {
            Shape each = Shape.of(channels);
            TensorSpec.Role learnt = frozen ? TensorSpec.Role.BUFFER : TensorSpec.Role.PARAMETER;
            List<TensorSpec> tensors = new ArrayList<>(List.of(
                    new TensorSpec(name + ".weight", each, learnt, new Init.Constant(weight)),
                    new TensorSpec(name + ".bias", each, learnt, Init.ZERO),
                    TensorSpec.buffer(name + ".running_mean", each, Init.ZERO),
                    TensorSpec.buffer(name + ".running_var", each, Init.ONE)));
            if (!frozen) {
                tensors.add(TensorSpec.counter(counter(name)));
            }
            return List.copyOf(tensors);
        }

        @Override
        public List<String> ignoredTensors(String name) {
            return frozen ? List.of(counter(name)) : List.of();
        }

        private static String counter(String name) {
            return name + ".num_batches_tracked";
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.batchNorm(this);
        }
    }

    /**
     * {@code torch.nn.GroupNorm}: each image's channels, split into groups, are shifted and scaled to mean 0 and variance
     * 1 by group, then {@code * weight + bias} by channel (Wu and He 2018, arXiv:1803.08494).
     *
     * @param weight what all of {@code weight} starts at
     */
    record GroupNorm(int groups, int channels, double weight) implements Op {
        /** PyTorch's default. */
        public static final double EPSILON = 1e-5;

        public GroupNorm {
            Checks.positive(groups, "group norm's groups");
            Checks.positive(channels, "group norm's channels");
            if (channels % groups != 0) {
                throw new IllegalArgumentException(
                        "a group norm does not split %d channels into %d groups".formatted(channels, groups));
            }
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            return Checks.image(this, channels, inputs);
        }

        @Override
        public List<TensorSpec> tensors(String name) {
            return List.of(
                    TensorSpec.parameter(name + ".weight", Shape.of(channels), new Init.Constant(weight)),
                    TensorSpec.parameter(name + ".bias", Shape.of(channels), Init.ZERO));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.groupNorm(this);
        }
    }

    /** {@code max(x, 0)}. */
    record Relu() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Checks.only(this, inputs);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.relu(this);
        }
    }

    /** {@code 1 / (1 + exp(-x))}. */
    record Sigmoid() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Checks.only(this, inputs);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sigmoid(this);
        }
    }

    /** The sum of two values of one shape: where a residual, the first, meets its shortcut. */
    record Add() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            if (inputs.size() != 2 || !inputs.get(0).equals(inputs.get(1))) {
                throw new IllegalArgumentException("a sum takes two values of one shape, got " + inputs);
            }
            return inputs.get(0);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.add(this);
        }
    }

    /** Each channel of an image, {@code [channels, height, width]}, times its own number of {@code [channels, 1, 1]}. */
    record Multiply() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            if (inputs.size() != 2
                    || inputs.get(0).rank() != 3
                    || !inputs.get(1).equals(Shape.of(inputs.get(0).dim(0), 1, 1))) {
                throw new IllegalArgumentException(
                        "a product takes [channels, height, width] and [channels, 1, 1], got " + inputs);
            }
            return inputs.get(0);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.multiply(this);
        }
    }

    /** {@code torch.nn.MaxPool2d}, padded (with minus infinity) by its window. */
    record MaxPool2d(Window window) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = Checks.anyImage(this, inputs);
            return window.slide(x, x.dim(0));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.maxPool(this);
        }
    }

    /** The mean of each channel, {@code [channels, 1, 1]} ({@code torch.nn.AdaptiveAvgPool2d((1, 1))}). */
    record GlobalAvgPool() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Shape.of(Checks.anyImage(this, inputs).dim(0), 1, 1);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.globalAvgPool(this);
        }
    }

    /**
     * The shortcut without parameters, option A of He et al. 2015 (section 4.2): every {@code stride}-th row and
     * column, with channels of zeros around it, {@code (out - in) / 2} before and as many after.
     */
    record PadShortcut(int in, int out, int stride) implements Op {
        public PadShortcut {
            Checks.positive(in, "the shortcut's channels");
            Checks.positive(stride, "the shortcut's stride");
            if (out < in || (out - in) % 2 != 0) {
                throw new IllegalArgumentException(
                        "a padding shortcut adds the same channels on both sides: from %d to %d it cannot"
                                .formatted(in, out));
            }
        }

        /** Channels of zeros before the input's own, and as many after. */
        public int padding() {
            return (out - in) / 2;
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            return Window.of(1, stride).slide(Checks.image(this, in, inputs), out);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.padShortcut(this);
        }
    }

    /** {@code [channels, height, width]} as {@code [channels * height * width]}. */
    record Flatten() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Shape.of(Math.toIntExact(Checks.only(this, inputs).elements()));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.flatten(this);
        }
    }

    /** {@code torch.nn.Dropout}: in training each number is left out with that probability; in inference nothing. */
    record Dropout(double probability) implements Op {
        public Dropout {
            Checks.probability(probability, "the probability of a dropout");
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            return Checks.only(this, inputs);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.dropout(this);
        }
    }

    /** {@code torch.nn.Linear} with bias: {@code weight x + bias}. */
    record Linear(int in, int out) implements Op {
        public Linear {
            Checks.positive(in, "the linear layer's inputs");
            Checks.positive(out, "the linear layer's outputs");
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = Checks.only(this, inputs);
            if (!x.equals(Shape.of(in))) {
                throw new IllegalArgumentException("%s takes [%d], got %s".formatted(this, in, x));
            }
            return Shape.of(out);
        }

        @Override
        public List<TensorSpec> tensors(String name) {
            Init init = Init.pytorchDefault(in);
            return List.of(
                    TensorSpec.parameter(name + ".weight", Shape.of(out, in), init),
                    TensorSpec.parameter(name + ".bias", Shape.of(out), init));
        }

        @Override
        public long multiplyAdds(Shape output) {
            return output.elements() * in;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.linear(this);
        }
    }
}
