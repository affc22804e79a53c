package io.resnet4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.resnet4j.inference.MemoryLayout;
import io.resnet4j.inference.Step;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;

/**
 * Lowers steps to oneDNN primitives for one image shape and batch size, each with its arguments bound. All native
 * objects made here belong to the {@link org.bytedeco.javacpp.PointerScope} that is open.
 */
final class PlanBuilder {
    private static final long[] NO_DILATION = {0, 0};

    private final engine engine;
    private final Weights weights;
    private final Map<Value, Shape> shapes;
    private final int batch;
    private final Map<Value, memory> memories = new HashMap<>();
    private final List<Plan.Call> calls = new ArrayList<>();
    private final Map<IntMemoryMap, memory.desc> scratchpads = new HashMap<>();

    PlanBuilder(engine engine, Weights weights, Map<Value, Shape> shapes, int batch) {
        this.engine = engine;
        this.weights = weights;
        this.shapes = shapes;
        this.batch = batch;
    }

    /** Places every value in one arena. */
    void allocate(MemoryLayout layout) {
        BytePointer arena = new BytePointer(bytes(layout.bytes()).get_data_handle());
        layout.offsets().forEach((value, offset) -> {
            memory.desc desc = Layouts.activation(batch, shapes.get(value));
            memories.put(value, new memory(desc, engine, arena.getPointer(offset)));
        });
    }

    /** The calls in their order, with a scratchpad that all of them share. */
    List<Plan.Call> finish() {
        long largest = scratchpads.values().stream()
                .mapToLong(memory.desc::get_size)
                .max()
                .orElse(0);
        BytePointer scratch = new BytePointer(bytes(Math.max(1, largest)).get_data_handle());
        scratchpads.forEach((arguments, desc) -> arguments.put(DNNL_ARG_SCRATCHPAD, new memory(desc, engine, scratch)));
        return calls;
    }

    memory memory(Value value) {
        return memories.get(value);
    }

    void add(Step step) {
        if (step instanceof Step.Convolution conv) {
            add(conv);
        } else if (step instanceof Step.Single single) {
            single.node().op().accept(new SingleNode(single.node()));
        }
    }

    private void add(Step.Convolution step) {
        post_ops fused = new post_ops();
        IntMemoryMap arguments = new IntMemoryMap();
        if (step.overwritesResidual()) {
            fused.append_sum();
        } else if (step.residual().isPresent()) {
            memory residual = memory(step.residual().get());
            fused.append_binary(algorithm.binary_add, residual.get_desc());
            arguments.put(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1, residual);
        }
        if (step.relu()) {
            fused.append_eltwise(algorithm.eltwise_relu, 0f, 0f);
        }
        Optional<String> bias = step.norm().map(norm -> step.name() + ".bias");
        convolution(
                step.op(), step.name() + ".weight", bias, memory(step.x()), memory(step.output()), fused, arguments);
    }

    private void convolution(
            Op.Conv2d op,
            String weight,
            Optional<String> bias,
            memory x,
            memory y,
            post_ops fused,
            IntMemoryMap arguments) {
        primitive_attr attributes = attributes();
        attributes.set_post_ops(fused);
        convolution_forward.primitive_desc desc = new convolution_forward.primitive_desc(
                engine,
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                x.get_desc(),
                Layouts.any(Shape.of(op.out(), op.in(), op.kernel(), op.kernel())),
                bias.isPresent() ? Layouts.plain(Shape.of(op.out())) : new memory.desc(),
                y.get_desc(),
                square(op.stride()),
                square(op.padding()),
                square(op.padding()),
                attributes,
                false);
        arguments.put(DNNL_ARG_WEIGHTS, weights.get(weight, desc.weights_desc()));
        bias.ifPresent(name -> arguments.put(DNNL_ARG_BIAS, weights.get(name, desc.bias_desc())));
        call(new convolution_forward(desc), desc, x, y, arguments);
    }

    private void pooling(algorithm algorithm, long[] kernel, long[] stride, long[] padding, memory x, memory y) {
        pooling_forward.primitive_desc desc = new pooling_forward.primitive_desc(
                engine,
                prop_kind.forward_inference,
                algorithm,
                x.get_desc(),
                y.get_desc(),
                stride,
                kernel,
                NO_DILATION,
                padding,
                padding,
                attributes(),
                false);
        call(new pooling_forward(desc), desc, x, y, new IntMemoryMap());
    }

    private void call(primitive primitive, primitive_desc_base desc, memory x, memory y, IntMemoryMap arguments) {
        arguments.put(DNNL_ARG_SRC, x);
        arguments.put(DNNL_ARG_DST, y);
        scratchpads.put(arguments, desc.scratchpad_desc());
        calls.add(new Plan.Call(primitive, arguments));
    }

    /** The library's own scratchpads belong to the thread that made the primitive; ours belong to the plan. */
    private static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        return attributes;
    }

    private memory bytes(long size) {
        return new memory(new memory.desc(new long[] {size}, memory.data_type.u8, memory.format_tag.a), engine);
    }

    private static long[] square(int side) {
        return new long[] {side, side};
    }

    /** Lowers a node that was not fused into a convolution. */
    private final class SingleNode implements Op.Visitor<Void> {
        private final Node node;
        private final memory x;
        private final memory y;

        SingleNode(Node node) {
            this.node = node;
            x = memory(node.inputs().get(0));
            y = memory(node.output());
        }

        @Override
        public Void conv(Op.Conv2d op) {
            throw new IllegalStateException(node.name() + ": every convolution is a step of its own kind");
        }

        @Override
        public Void batchNorm(Op.BatchNorm2d op) {
            batch_normalization_forward.primitive_desc desc = new batch_normalization_forward.primitive_desc(
                    engine,
                    prop_kind.forward_inference.value,
                    x.get_desc(),
                    y.get_desc(),
                    (float) Op.BatchNorm2d.EPSILON,
                    normalization_flags.use_global_stats.value
                            | normalization_flags.use_scale.value
                            | normalization_flags.use_shift.value,
                    attributes(),
                    false);
            IntMemoryMap arguments = new IntMemoryMap();
            memory.desc each = Layouts.plain(Shape.of(op.channels()));
            arguments.put(DNNL_ARG_SCALE, weights.get(node.name() + ".weight", each));
            arguments.put(DNNL_ARG_SHIFT, weights.get(node.name() + ".bias", each));
            arguments.put(DNNL_ARG_MEAN, weights.get(node.name() + ".running_mean", each));
            arguments.put(DNNL_ARG_VARIANCE, weights.get(node.name() + ".running_var", each));
            call(new batch_normalization_forward(desc), desc, x, y, arguments);
            return null;
        }

        @Override
        public Void relu(Op.Relu op) {
            eltwise_forward.primitive_desc desc = new eltwise_forward.primitive_desc(
                    engine,
                    prop_kind.forward_inference,
                    algorithm.eltwise_relu,
                    x.get_desc(),
                    y.get_desc(),
                    0f,
                    0f,
                    attributes(),
                    false);
            call(new eltwise_forward(desc), desc, x, y, new IntMemoryMap());
            return null;
        }

        @Override
        public Void add(Op.Add op) {
            memory other = memory(node.inputs().get(1));
            binary.primitive_desc desc = new binary.primitive_desc(
                    engine, algorithm.binary_add, x.get_desc(), other.get_desc(), y.get_desc(), attributes(), false);
            IntMemoryMap arguments = new IntMemoryMap();
            arguments.put(DNNL_ARG_SRC_1, other);
            call(new binary(desc), desc, x, y, arguments);
            return null;
        }

        @Override
        public Void maxPool(Op.MaxPool2d op) {
            pooling(algorithm.pooling_max, square(op.kernel()), square(op.stride()), square(op.padding()), x, y);
            return null;
        }

        @Override
        public Void globalAvgPool(Op.GlobalAvgPool op) {
            Shape shape = shapes.get(node.inputs().get(0));
            long[] image = {shape.dim(1), shape.dim(2)};
            pooling(algorithm.pooling_avg_exclude_padding, image, image, square(0), x, y);
            return null;
        }

        @Override
        public Void padShortcut(Op.PadShortcut op) {
            Op.Conv2d conv = PadShortcutAsConvolution.convolution(op);
            convolution(conv, node.name() + ".weight", Optional.empty(), x, y, new post_ops(), new IntMemoryMap());
            return null;
        }

        @Override
        public Void flatten(Op.Flatten op) {
            memory flat = new memory(
                    Layouts.channelsFirst(batch, shapes.get(node.inputs().get(0))), engine, y.get_data_handle());
            reorder.primitive_desc desc =
                    new reorder.primitive_desc(engine, x.get_desc(), engine, flat.get_desc(), attributes(), false);
            call(new reorder(desc), desc, x, flat, new IntMemoryMap());
            return null;
        }

        @Override
        public Void linear(Op.Linear op) {
            inner_product_forward.primitive_desc desc = new inner_product_forward.primitive_desc(
                    engine,
                    prop_kind.forward_inference,
                    x.get_desc(),
                    Layouts.any(Shape.of(op.out(), op.in())),
                    Layouts.plain(Shape.of(op.out())),
                    y.get_desc(),
                    attributes(),
                    false);
            IntMemoryMap arguments = new IntMemoryMap();
            arguments.put(DNNL_ARG_WEIGHTS, weights.get(node.name() + ".weight", desc.weights_desc()));
            arguments.put(DNNL_ARG_BIAS, weights.get(node.name() + ".bias", desc.bias_desc()));
            call(new inner_product_forward(desc), desc, x, y, arguments);
            return null;
        }
    }
}
