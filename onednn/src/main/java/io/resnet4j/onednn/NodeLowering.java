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
import java.util.HashMap;
import java.util.Map;
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
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;

/** Lowers a node that was not fused into a convolution. */
final class NodeLowering implements Op.Visitor<Void> {
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
    public Void conv(Op.Conv2d op) {
        throw new IllegalStateException(node.name() + ": every convolution is a step of its own kind");
    }

    @Override
    public Void batchNorm(Op.BatchNorm2d op) {
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
        Map<Integer, memory> arguments = scaleAndShift(op.channels());
        arguments.put(DNNL_ARG_MEAN, each(".running_mean", op.channels()));
        arguments.put(DNNL_ARG_VARIANCE, each(".running_var", op.channels()));
        return call(new batch_normalization_forward(desc), desc, x, y, arguments);
    }

    @Override
    public Void groupNorm(Op.GroupNorm op) {
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
        return call(new group_normalization_forward(desc), desc, x, y, scaleAndShift(op.channels()));
    }

    private Map<Integer, memory> scaleAndShift(int channels) {
        Map<Integer, memory> arguments = new HashMap<>();
        arguments.put(DNNL_ARG_SCALE, each(".weight", channels));
        arguments.put(DNNL_ARG_SHIFT, each(".bias", channels));
        return arguments;
    }

    private memory each(String tensor, int channels) {
        return plan.weights().get(node.name() + tensor, Layouts.plain(Shape.of(channels)));
    }

    @Override
    public Void relu(Op.Relu op) {
        return eltwise(algorithm.eltwise_relu);
    }

    @Override
    public Void sigmoid(Op.Sigmoid op) {
        return eltwise(algorithm.eltwise_logistic);
    }

    private Void eltwise(algorithm kind) {
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
        return call(new eltwise_forward(desc), desc, x, y, Map.of());
    }

    @Override
    public Void add(Op.Add op) {
        return binary(algorithm.binary_add);
    }

    @Override
    public Void multiply(Op.Multiply op) {
        return binary(algorithm.binary_mul);
    }

    private Void binary(algorithm kind) {
        memory other = plan.memory(node.inputs().get(1));
        binary.primitive_desc desc = new binary.primitive_desc(
                plan.engine(), kind, x.get_desc(), other.get_desc(), y.get_desc(), PlanBuilder.attributes(), false);
        Map<Integer, memory> arguments = new HashMap<>();
        arguments.put(DNNL_ARG_SRC_1, other);
        return call(new binary(desc), desc, x, y, arguments);
    }

    @Override
    public Void maxPool(Op.MaxPool2d op) {
        return pooling(
                algorithm.pooling_max,
                Slide.square(op.window().kernel()),
                Slide.square(op.window().stride()),
                Slide.square(op.window().padding()));
    }

    @Override
    public Void globalAvgPool(Op.GlobalAvgPool op) {
        Shape shape = plan.shape(node.inputs().get(0));
        long[] image = {shape.dim(1), shape.dim(2)};
        return pooling(algorithm.pooling_avg_exclude_padding, image, image, Slide.square(0));
    }

    private Void pooling(algorithm kind, long[] kernel, long[] stride, long[] padding) {
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
        return call(new pooling_forward(desc), desc, x, y, Map.of());
    }

    @Override
    public Void padShortcut(Op.PadShortcut op) {
        convolution_forward.primitive_desc desc = plan.convolution(
                Slide.of(PadShortcutAsConvolution.convolution(op)), new memory.desc(), new post_ops(), x, y);
        Map<Integer, memory> arguments = new HashMap<>();
        arguments.put(DNNL_ARG_WEIGHTS, plan.weights().get(WeightLoader.selection(node), desc.weights_desc()));
        return call(new convolution_forward(desc), desc, x, y, arguments);
    }

    @Override
    public Void flatten(Op.Flatten op) {
        return copy(plan.channelsFirst(node.output(), plan.shape(node.inputs().get(0))));
    }

    /** Does nothing in inference; a step at all only where its value was asked for. */
    @Override
    public Void dropout(Op.Dropout op) {
        return copy(y);
    }

    private Void copy(memory to) {
        plan.copy(x, to);
        return null;
    }

    @Override
    public Void linear(Op.Linear op) {
        inner_product_forward.primitive_desc desc = new inner_product_forward.primitive_desc(
                plan.engine(),
                prop_kind.forward_inference,
                x.get_desc(),
                Layouts.any(Shape.of(op.out(), op.in()), plan.type()),
                Layouts.plain(Shape.of(op.out())),
                y.get_desc(),
                PlanBuilder.attributes(),
                false);
        Map<Integer, memory> arguments = new HashMap<>();
        arguments.put(DNNL_ARG_WEIGHTS, plan.weights().get(node.name() + ".weight", desc.weights_desc()));
        arguments.put(DNNL_ARG_BIAS, plan.weights().get(node.name() + ".bias", desc.bias_desc()));
        return call(new inner_product_forward(desc), desc, x, y, arguments);
    }

    private Void call(
            primitive primitive, primitive_desc_base desc, memory x, memory y, Map<Integer, memory> arguments) {
        plan.call(primitive, desc, x, y, arguments);
        return null;
    }
}
