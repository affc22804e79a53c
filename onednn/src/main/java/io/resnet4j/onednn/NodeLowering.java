package io.resnet4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.group_normalization_forward;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.reorder;

/** Lowers a node that was not fused into a convolution. */
final class NodeLowering implements Op.Visitor<Plan.Call> {
    private static final long[] NO_DILATION = {0, 0};

    private final Node node;
    private final PlanBuilder plan;
    private final memory x;
    private final memory y;

    NodeLowering(Node node, PlanBuilder plan) {
        this.node = node;
        this.plan = plan;
        x = plan.memory(node.inputs().get(0));
        y = plan.memory(node.output());
    }

    @Override
    public Plan.Call conv(Op.Conv2d op) {
        throw new IllegalStateException(node.name() + ": every convolution is a step of its own kind");
    }

    @Override
    public Plan.Call batchNorm(Op.BatchNorm2d op) {
        batch_normalization_forward.primitive_desc desc = new batch_normalization_forward.primitive_desc(
                plan.engine(),
                prop_kind.forward_inference.value,
                x.get_desc(),
                y.get_desc(),
                (float) Op.BatchNorm2d.EPSILON,
                normalization_flags.use_global_stats.value
                        | normalization_flags.use_scale.value
                        | normalization_flags.use_shift.value,
                PlanBuilder.attributes(),
                false);
        IntMemoryMap arguments = scaleAndShift(op.channels());
        arguments.put(DNNL_ARG_MEAN, each(".running_mean", op.channels()));
        arguments.put(DNNL_ARG_VARIANCE, each(".running_var", op.channels()));
        return plan.call(new batch_normalization_forward(desc), desc, x, y, arguments);
    }

    @Override
    public Plan.Call groupNorm(Op.GroupNorm op) {
        group_normalization_forward.primitive_desc desc = new group_normalization_forward.primitive_desc(
                plan.engine(),
                prop_kind.forward_inference.value,
                x.get_desc(),
                y.get_desc(),
                op.groups(),
                (float) Op.GroupNorm.EPSILON,
                normalization_flags.use_scale.value | normalization_flags.use_shift.value,
                PlanBuilder.attributes(),
                false);
        return plan.call(new group_normalization_forward(desc), desc, x, y, scaleAndShift(op.channels()));
    }

    private IntMemoryMap scaleAndShift(int channels) {
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(DNNL_ARG_SCALE, each(".weight", channels));
        arguments.put(DNNL_ARG_SHIFT, each(".bias", channels));
        return arguments;
    }

    private memory each(String tensor, int channels) {
        return plan.weights().get(node.name() + tensor, Layouts.plain(Shape.of(channels)));
    }

    @Override
    public Plan.Call relu(Op.Relu op) {
        return eltwise(algorithm.eltwise_relu);
    }

    @Override
    public Plan.Call sigmoid(Op.Sigmoid op) {
        return eltwise(algorithm.eltwise_logistic);
    }

    private Plan.Call eltwise(algorithm kind) {
        eltwise_forward.primitive_desc desc = new eltwise_forward.primitive_desc(
                plan.engine(),
                prop_kind.forward_inference,
                kind,
                x.get_desc(),
                y.get_desc(),
                0f,
                0f,
                PlanBuilder.attributes(),
                false);
        return plan.call(new eltwise_forward(desc), desc, x, y, new IntMemoryMap());
    }

    @Override
    public Plan.Call add(Op.Add op) {
        return binary(algorithm.binary_add);
    }

    @Override
    public Plan.Call multiply(Op.Multiply op) {
        return binary(algorithm.binary_mul);
    }

    private Plan.Call binary(algorithm kind) {
        memory other = plan.memory(node.inputs().get(1));
        binary.primitive_desc desc = new binary.primitive_desc(
                plan.engine(), kind, x.get_desc(), other.get_desc(), y.get_desc(), PlanBuilder.attributes(), false);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(DNNL_ARG_SRC_1, other);
        return plan.call(new binary(desc), desc, x, y, arguments);
    }

    @Override
    public Plan.Call maxPool(Op.MaxPool2d op) {
        return pooling(
                algorithm.pooling_max,
                PlanBuilder.square(op.window().kernel()),
                PlanBuilder.square(op.window().stride()),
                PlanBuilder.square(op.window().padding()));
    }

    @Override
    public Plan.Call globalAvgPool(Op.GlobalAvgPool op) {
        Shape shape = plan.shape(node.inputs().get(0));
        long[] image = {shape.dim(1), shape.dim(2)};
        return pooling(algorithm.pooling_avg_exclude_padding, image, image, PlanBuilder.square(0));
    }

    private Plan.Call pooling(algorithm kind, long[] kernel, long[] stride, long[] padding) {
        pooling_forward.primitive_desc desc = new pooling_forward.primitive_desc(
                plan.engine(),
                prop_kind.forward_inference,
                kind,
                x.get_desc(),
                y.get_desc(),
                stride,
                kernel,
                NO_DILATION,
                padding,
                padding,
                PlanBuilder.attributes(),
                false);
        return plan.call(new pooling_forward(desc), desc, x, y, new IntMemoryMap());
    }

    @Override
    public Plan.Call padShortcut(Op.PadShortcut op) {
        convolution_forward.primitive_desc desc =
                plan.convolution(PadShortcutAsConvolution.convolution(op), false, new post_ops(), x, y);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(DNNL_ARG_WEIGHTS, plan.weights().get(WeightLoader.selection(node), desc.weights_desc()));
        return plan.call(new convolution_forward(desc), desc, x, y, arguments);
    }

    @Override
    public Plan.Call flatten(Op.Flatten op) {
        return copy(plan.channelsFirst(node.output(), plan.shape(node.inputs().get(0))));
    }

    /** Does nothing in inference; a step at all only where its value was asked for. */
    @Override
    public Plan.Call dropout(Op.Dropout op) {
        return copy(y);
    }

    private Plan.Call copy(memory to) {
        reorder.primitive_desc desc = new reorder.primitive_desc(
                plan.engine(), x.get_desc(), plan.engine(), to.get_desc(), PlanBuilder.attributes(), false);
        return plan.call(new reorder(desc), desc, x, to, new IntMemoryMap());
    }

    @Override
    public Plan.Call linear(Op.Linear op) {
        inner_product_forward.primitive_desc desc = new inner_product_forward.primitive_desc(
                plan.engine(),
                prop_kind.forward_inference,
                x.get_desc(),
                Layouts.any(Shape.of(op.out(), op.in())),
                Layouts.plain(Shape.of(op.out())),
                y.get_desc(),
                PlanBuilder.attributes(),
                false);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(DNNL_ARG_WEIGHTS, plan.weights().get(node.name() + ".weight", desc.weights_desc()));
        arguments.put(DNNL_ARG_BIAS, plan.weights().get(node.name() + ".bias", desc.bias_desc()));
        return plan.call(new inner_product_forward(desc), desc, x, y, arguments);
    }
}
