package io.resnet4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.resnet4j.inference.Step;
import io.resnet4j.inference.engine.MemoryLayout;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.fpmath_mode;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Lowers steps to oneDNN primitives for one image shape and batch size, each with its arguments bound. All native
 * objects made here belong to the {@link org.bytedeco.javacpp.PointerScope} that is open.
 */
final class PlanBuilder {
    private final engine engine;
    private final Weights weights;
    private final Program program;
    private final Map<Value, Shape> shapes;
    private final int batch;
    private final Map<Value, memory> memories = new HashMap<>();
    private final List<Bound> bound = new ArrayList<>();

    /** A primitive and what it works on, but for the scratchpad. */
    private record Bound(
            primitive primitive, Map<Integer, memory> arguments, memory.desc scratchpad, String implementation) {}

    PlanBuilder(engine engine, Weights weights, Program program, Map<Value, Shape> shapes, int batch) {
        this.engine = engine;
        this.weights = weights;
        this.program = program;
        this.shapes = shapes;
        this.batch = batch;
    }

    /** Places every value in one arena. */
    void allocate(MemoryLayout layout) {
        BytePointer arena = new BytePointer(bytes(layout.bytes()).get_data_handle());
        layout.offsets().forEach((value, offset) -> {
            memory.desc desc = value.equals(Program.CHANNELS_FIRST)
                    ? Layouts.channelsFirst(batch, shapes.get(program.network().input()), program.type(value))
                    : Layouts.activation(batch, shapes.get(value), program.type(value));
            memories.put(value, new memory(desc, engine, arena.getPointer(offset)));
        });
    }

    /** The size of the scratchpad that all calls share: the largest that any of them needs. */
    long scratchpadBytes() {
        return bound.stream()
                .mapToLong(call -> call.scratchpad().get_size())
                .max()
                .orElse(0);
    }

    /** What was added, in that order, ready to be called. */
    List<Plan.Call> calls() {
        BytePointer scratch =
                new BytePointer(bytes(Math.max(1, scratchpadBytes())).get_data_handle());
        return bound.stream().map(call -> finish(call, scratch)).toList();
    }

    private Plan.Call finish(Bound call, BytePointer scratch) {
        Map<Integer, memory> arguments = new HashMap<>(call.arguments());
        arguments.put(DNNL_ARG_SCRATCHPAD, new memory(call.scratchpad(), engine, scratch));
        dnnl_exec_arg_t list = new dnnl_exec_arg_t(arguments.size());
        int index = 0;
        for (Map.Entry<Integer, memory> argument : arguments.entrySet()) {
            dnnl_exec_arg_t element = list.getPointer(index++);
            element.arg(argument.getKey());
            element.memory(argument.getValue().get());
        }
        return new Plan.Call(call.primitive().get(), arguments.size(), list, call.implementation());
    }

    /** Adds, as the first call, what makes the network's input of the same images channels first. */
    void layOutInput() {
        copy(memory(Program.CHANNELS_FIRST), memory(program.network().input()));
    }

    /** Copies a value to where it lies otherwise. */
    void copy(memory from, memory to) {
        reorder.primitive_desc desc =
                new reorder.primitive_desc(engine, from.get_desc(), engine, to.get_desc(), attributes(), false);
        call(new reorder(desc), desc, from, to, Map.of());
    }

    /** A value as it goes into the plan or comes out of it. */
    NativeValue open(Value value) {
        return NativeValue.of(memory(value), program.type(value), shapes.get(value), batch);
    }

    /** Where a value lies. */
    memory memory(Value value) {
        return memories.get(value);
    }

    /** The images as they go into the plan channels first. */
    FloatBuffer openChannelsFirst() {
        long elements = batch * shapes.get(program.network().input()).elements();
        return new FloatPointer(memory(Program.CHANNELS_FIRST).get_data_handle())
                .capacity(elements)
                .asBuffer();
    }

    /** The shape of a value of one image. */
    Shape shape(Value value) {
        return shapes.get(value);
    }

    /** A value of all images that lies where {@code value} does, channels first. */
    memory channelsFirst(Value value, Shape shape) {
        return as(memory(value), Layouts.channelsFirst(batch, shape, program.type()));
    }

    /** The same place, read or written in another way. */
    private memory as(memory place, memory.desc desc) {
        return new memory(desc, engine, place.get_data_handle());
    }

    /** What weights consist of that are not as PyTorch stores them. */
    memory.data_type type() {
        return program.type();
    }

    engine engine() {
        return engine;
    }

    Weights weights() {
        return weights;
    }

    void add(Step step) {
        if (step instanceof Step.Convolution conv) {
            convolution(conv);
        } else {
            Node node = ((Step.Single) step).node();
            node.op().accept(new NodeLowering(node, this));
        }
    }

    private void convolution(Step.Convolution step) {
        post_ops fused = new post_ops();
        Map<Integer, memory> arguments = new HashMap<>();
        if (step.inPlace()) {
            fused.append_sum();
        } else if (step.summand().isPresent()) {
            memory summand = memory(step.summand().get());
            fused.append_binary(algorithm.binary_add, summand.get_desc());
            arguments.put(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1, summand);
        }
        if (step.relu()) {
            fused.append_eltwise(algorithm.eltwise_relu, 0f, 0f);
        }
        memory x = memory(step.x());
        memory y = memory(step.output());
        Op.Conv2d op = step.op();
        Slide slide = Slide.of(op);
        String filters = WeightLoader.filters(step);
        if (ColumnPairs.suit(op, program.type(), shape(step.x()))) {
            ColumnPairs pairs = new ColumnPairs(op);
            x = as(x, Layouts.activation(batch, pairs.image(shape(step.x())), program.type()));
            slide = pairs.slide();
            filters = WeightLoader.pairedFilters(step);
        }
        memory.desc bias = step.biased() ? Layouts.plain(Shape.of(op.out())) : new memory.desc();
        convolution_forward.primitive_desc desc = convolution(slide, bias, fused, x, y);
        arguments.put(DNNL_ARG_WEIGHTS, weights.get(filters, desc.weights_desc()));
        if (step.biased()) {
            arguments.put(DNNL_ARG_BIAS, weights.get(WeightLoader.bias(step), desc.bias_desc()));
        }
        call(new convolution_forward(desc), desc, x, y, arguments);
    }

    /** A convolution that picks its own layout for the filters. */
    convolution_forward.primitive_desc convolution(Slide slide, memory.desc bias, post_ops fused, memory x, memory y) {
        primitive_attr attributes = attributes();
        attributes.set_post_ops(fused);
        return new convolution_forward.primitive_desc(
                engine,
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                x.get_desc(),
                Layouts.any(slide.filters(), program.type()),
                bias,
                y.get_desc(),
                slide.stride(),
                slide.gaps(),
                slide.before(),
                slide.after(),
                attributes,
                false);
    }

    /** Binds a primitive to what it reads and writes, and to what else it needs. */
    void call(primitive primitive, primitive_desc_base desc, memory x, memory y, Map<Integer, memory> others) {
        Map<Integer, memory> arguments = new HashMap<>(others);
        arguments.put(DNNL_ARG_SRC, x);
        arguments.put(DNNL_ARG_DST, y);
        String implementation = desc.impl_info_str().getString();
        bound.add(new Bound(primitive, arguments, desc.scratchpad_desc(), implementation));
    }

    /** The library's own scratchpads belong to the thread that made the primitive; ours belong to the plan. */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        attributes.set_fpmath_mode(
                fpmath_mode.strict); // whatever the environment says: float32 is multiplied as float32
        return attributes;
    }

    private memory bytes(long size) {
        return new memory(new memory.desc(new long[] {size}, memory.data_type.u8, memory.format_tag.a), engine);
    }
}
