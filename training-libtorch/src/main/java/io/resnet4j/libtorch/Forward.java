package io.resnet4j.libtorch;

import io.resnet4j.inference.EngineException;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Value;
import io.resnet4j.model.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The way from images to logits: one call of libtorch for each node, which remembers what the way back takes. Where torchvision's
 * modules compute in place, so does this.
 */
final class Forward {
    /** PyTorch's default: how much of a batch goes into the running statistics. */
    private static final double MOMENTUM = 0.1;

    private static final TensorOptional NONE = Memory.scoped(TensorOptional::new); // which no scope of a caller frees

    private final Network network;
    private final NamedTensors tensors;
    private final Set<String> stillNorms;
    private final Set<Value> disposable;

    /** @param stillNorms names of batch norms that use running statistics even in training */
    Forward(Network network, NamedTensors tensors, Set<String> stillNorms) {
        this.network = network;
        this.tensors = tensors;
        this.stillNorms = stillNorms;
        disposable = disposable(network);
    }

    /**
     * Values that may be overwritten: one node alone reads them, and neither the input nor the operation that made them needs them
     * on the way back.
     */
    private static Set<Value> disposable(Network network) {
        Map<Value, Long> readers = network.nodes().stream()
                .flatMap(node -> node.inputs().stream())
                .collect(Collectors.groupingBy(value -> value, Collectors.counting()));
        return network.nodes().stream()
                .filter(node -> node.op() instanceof Op.Conv2d
                        || node.op() instanceof Op.BatchNorm2d
                        || node.op() instanceof Op.GroupNorm
                        || node.op() instanceof Op.Linear
                        || node.op() instanceof Op.Add)
                .map(Node::output)
                .filter(value -> readers.getOrDefault(value, 0L) == 1 && !value.equals(network.output()))
                .collect(Collectors.toSet());
    }

    /**
     * The logits of a batch.
     *
     * @param images {@code [images, channels, height, width]}, channels last in memory
     * @param training whether norms use the batch's own statistics and gather them, and dropouts leave numbers out
     */
    Tensor logits(Tensor images, boolean training) {
        Map<Value, Tensor> values = new HashMap<>();
        values.put(network.input(), images);
        for (Node node : network.nodes()) {
            List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
            boolean inPlace = disposable.contains(node.inputs().get(0));
            Step step = new Step(node.name(), inputs, inPlace, training);
            Tensor output = EngineException.explain(Libtorch.NAME, () -> "compute " + node.name(), () -> node.op()
                    .accept(step));
            values.put(node.output(), output);
        }
        return values.get(network.output());
    }

    /** What one node computes. */
    private final class Step implements Op.Visitor<Tensor> {
        private final String name;
        private final List<Tensor> inputs;
        private final boolean inPlace;
        private final boolean training;

        Step(String name, List<Tensor> inputs, boolean inPlace, boolean training) {
            this.name = name;
            this.inputs = inputs;
            this.inPlace = inPlace;
            this.training = training;
        }

        private Tensor x() {
            return inputs.get(0);
        }

        private Tensor weight() {
            return tensors.get(name + ".weight");
        }

        private TensorOptional argument(String tensor) {
            return tensors.argument(name + "." + tensor);
        }

        @Override
        public Tensor conv(Op.Conv2d op) {
            Window window = op.window();
            TensorOptional bias = op.bias() ? argument("bias") : NONE;
            return torch.conv2d(
                    x(),
                    weight(),
                    bias,
                    both(window.stride()),
                    both(window.padding()),
                    both(window.dilation()),
                    op.groups());
        }

        @Override
        public Tensor batchNorm(Op.BatchNorm2d op) {
            boolean gathering = training && !op.frozen() && !stillNorms.contains(name);
            if (gathering) {
                requireSpread();
                tensors.count(name + ".num_batches_tracked");
            }
            return torch.batch_norm(
                    x(),
                    argument("weight"),
                    argument("bias"),
                    argument("running_mean"),
                    argument("running_var"),
                    gathering,
                    MOMENTUM,
                    Op.BatchNorm2d.EPSILON,
                    true);
        }

        /** Of a single value there is no variance: the running one would be no number from then on. PyTorch refuses it, too. */
        private void requireSpread() {
            if (x().numel() == x().size(1)) {
                throw new IllegalArgumentException(
                        ("%s is to learn from a single image of a single pixel, of which there is no variance; leave out the last batch"
                                        + " of an epoch (drop-last) or choose another batch size")
                                .formatted(name));
            }
        }

        @Override
        public Tensor groupNorm(Op.GroupNorm op) {
            return torch.group_norm(x(), op.groups(), argument("weight"), argument("bias"), Op.GroupNorm.EPSILON, true);
        }

        @Override
        public Tensor relu(Op.Relu op) {
            return inPlace ? x().relu_() : x().relu();
        }

        @Override
        public Tensor sigmoid(Op.Sigmoid op) {
            return x().sigmoid();
        }

        @Override
        public Tensor add(Op.Add op) {
            return inPlace ? x().add_(inputs.get(1)) : x().add(inputs.get(1));
        }

        @Override
        public Tensor multiply(Op.Multiply op) {
            return x().mul(inputs.get(1));
        }

        @Override
        public Tensor maxPool(Op.MaxPool2d op) {
            Window window = op.window();
            return torch.max_pool2d(
                    x(),
                    both(window.kernel()),
                    both(window.stride()),
                    both(window.padding()),
                    both(window.dilation()),
                    false);
        }

        @Override
        public Tensor globalAvgPool(Op.GlobalAvgPool op) {
            return torch.adaptive_avg_pool2d(x(), 1, 1);
        }

        @Override
        public Tensor padShortcut(Op.PadShortcut op) {
            LongOptional all = new LongOptional();
            Tensor sparse = x().slice(2, all, all, op.stride()).slice(3, all, all, op.stride());
            return torch.constant_pad_nd(sparse, 0, 0, 0, 0, op.padding(), op.padding());
        }

        @Override
        public Tensor flatten(Op.Flatten op) {
            return x().flatten(1, -1);
        }

        @Override
        public Tensor dropout(Op.Dropout op) {
            return torch.dropout(x(), op.probability(), training);
        }

        @Override
        public Tensor linear(Op.Linear op) {
            return torch.linear(x(), weight(), argument("bias"));
        }

        private static long[] both(int side) {
            return new long[] {side, side};
        }
    }
}
