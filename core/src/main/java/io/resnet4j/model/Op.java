package io.resnet4j.model;

import java.util.List;

/**
 * What a node does. An operation knows its own arithmetic of shapes and the tensors it needs, and nothing of where it
 * stands. The set is closed: who walks a network implements {@link Visitor}, and does not compile before it has an
 * answer for each.
 */
public sealed interface Op {
    /** The shape of the output, {@code [channels, height, width]} or {@code [features]}; refuses inputs that do not fit. */
    Shape shape(List<Shape> inputs);

    /** The tensors this operation reads when it goes by {@code name}, in the order of PyTorch's state_dict. */
    default List<TensorSpec> tensors(String name) {
        return List.of();
    }

    <R> R accept(Visitor<R> visitor);

    /** One answer for each operation. */
    interface Visitor<R> {
        R conv(Conv2d op);

        R batchNorm(BatchNorm2d op);

        R relu(Relu op);

        R add(Add op);

        R maxPool(MaxPool2d op);

        R globalAvgPool(GlobalAvgPool op);

        R padShortcut(PadShortcut op);

        R flatten(Flatten op);

        R linear(Linear op);
    }

    /**
     * A square two-dimensional convolution without bias, zero-padded by half its kernel ({@code torch.nn.Conv2d}).
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param kernel side of the window, odd
     * @param stride step of the window
     */
    record Conv2d(int in, int out, int kernel, int stride) implements Op {
        public Conv2d {
            if (in < 1 || out < 1 || kernel < 1 || kernel % 2 == 0 || stride < 1) {
                throw new IllegalArgumentException("no convolution has in=%d, out=%d, kernel=%d (odd), stride=%d"
                        .formatted(in, out, kernel, stride));
            }
        }

        /** Rows and columns of zeros on each side. */
        public int padding() {
            return Sizes.padding(kernel);
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = Sizes.image(this, in, inputs);
            return Sizes.slide(this, x, out, kernel, stride);
        }

        @Override
        public List<TensorSpec> tensors(String name) {
            return List.of(
                    new TensorSpec(name + ".weight", Shape.of(out, in, kernel, kernel), TensorSpec.Role.PARAMETER));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.conv(this);
        }
    }

    /** {@code torch.nn.BatchNorm2d}: in inference {@code (x - mean) / sqrt(var + EPSILON) * weight + bias}, by channel. */
    record BatchNorm2d(int channels) implements Op {
        /** PyTorch's default, which all published ResNets keep. */
        public static final double EPSILON = 1e-5;

        public BatchNorm2d {
            Sizes.positive(channels, "batch norm's channels");
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            return Sizes.image(this, channels, inputs);
        }

        @Override
        public List<TensorSpec> tensors(String name) {
            Shape each = Shape.of(channels);
            return List.of(
                    new TensorSpec(name + ".weight", each, TensorSpec.Role.PARAMETER),
                    new TensorSpec(name + ".bias", each, TensorSpec.Role.PARAMETER),
                    new TensorSpec(name + ".running_mean", each, TensorSpec.Role.BUFFER),
                    new TensorSpec(name + ".running_var", each, TensorSpec.Role.BUFFER),
                    new TensorSpec(name + ".num_batches_tracked", Shape.of(), TensorSpec.Role.COUNTER));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.batchNorm(this);
        }
    }

    /** {@code max(x, 0)}. */
    record Relu() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Sizes.only(this, inputs);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.relu(this);
        }
    }

    /** The sum of two values of one shape: where a residual meets its shortcut. */
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

    /** {@code torch.nn.MaxPool2d}, padded (with minus infinity) by half its kernel. */
    record MaxPool2d(int kernel, int stride) implements Op {
        public MaxPool2d {
            Sizes.positive(kernel, "the pool's kernel");
            Sizes.positive(stride, "the pool's stride");
        }

        public int padding() {
            return Sizes.padding(kernel);
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = Sizes.only(this, inputs);
            return Sizes.slide(this, x, x.dim(0), kernel, stride);
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
            return Shape.of(Sizes.only(this, inputs).dim(0), 1, 1);
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
            Sizes.positive(in, "the shortcut's channels");
            Sizes.positive(stride, "the shortcut's stride");
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
            Shape x = Sizes.image(this, in, inputs);
            return Sizes.slide(this, x, out, 1, stride);
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
            return Shape.of(Math.toIntExact(Sizes.only(this, inputs).elements()));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.flatten(this);
        }
    }

    /** {@code torch.nn.Linear} with bias: {@code weight x + bias}. */
    record Linear(int in, int out) implements Op {
        public Linear {
            Sizes.positive(in, "the linear layer's inputs");
            Sizes.positive(out, "the linear layer's outputs");
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = Sizes.only(this, inputs);
            if (!x.equals(Shape.of(in))) {
                throw new IllegalArgumentException("%s takes [%d], got %s".formatted(this, in, x));
            }
            return Shape.of(out);
        }

        @Override
        public List<TensorSpec> tensors(String name) {
            return List.of(
                    new TensorSpec(name + ".weight", Shape.of(out, in), TensorSpec.Role.PARAMETER),
                    new TensorSpec(name + ".bias", Shape.of(out), TensorSpec.Role.PARAMETER));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.linear(this);
        }
    }
}
