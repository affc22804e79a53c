package io.resnet4j.onednn;

import io.resnet4j.inference.Precision;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.Step;
import io.resnet4j.inference.engine.Fusion;
import io.resnet4j.inference.engine.MemoryLayout;
import io.resnet4j.inference.engine.Taps;
import io.resnet4j.model.Network;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.memory;

/**
 * What a session runs, before any shape is known.
 *
 * @param precision {@link Precision#FLOAT32} or {@link Precision#BFLOAT16}
 * @param logits what the head's linear layer yields, in float32 whatever the precision; empty where the network has none
 */
record Program(Network network, Precision precision, List<Step> steps, Taps taps, Optional<Value> logits) {
    /** The images channels first, in float32: what the network's input is made of where they come so. */
    static final Value CHANNELS_FIRST = new Value("x, channels first");

    static Program of(Network network, Precision precision, SessionOptions options) {
        Taps taps = Taps.of(network, options);
        Optional<Value> logits = network.nodes().stream()
                .filter(node -> node.op() instanceof Op.Linear && node.output().equals(network.output()))
                .map(node -> node.output())
                .findFirst();
        return new Program(network, precision, Fusion.inference(network, taps.kept()), taps, logits);
    }

    /** What filters, and values that are not said to be something else, consist of. */
    memory.data_type type() {
        return precision == Precision.BFLOAT16 ? memory.data_type.bf16 : memory.data_type.f32;
    }

    /** What a value consists of. */
    memory.data_type type(Value value) {
        boolean float32 = value.equals(CHANNELS_FIRST) || logits.stream().anyMatch(value::equals);
        return float32 ? memory.data_type.f32 : type();
    }

    /** Where each value of so many images lies, those to be returned beside all others. */
    MemoryLayout layout(Map<Value, Shape> shapes, int images) {
        Map<Value, Shape> all = new HashMap<>(shapes);
        all.put(CHANNELS_FIRST, shapes.get(network.input()));
        List<Value> given = List.of(network.input(), CHANNELS_FIRST);
        return MemoryLayout.of(steps, given, taps.kept(), value -> bytes(value, all.get(value), images));
    }

    /** What the weights take, near enough. */
    long weightBytes() {
        return network.parameterCount() * bytes(type());
    }

    /** What a value of {@code shape} takes for all images. */
    private long bytes(Value value, Shape shape, int images) {
        return Math.multiplyExact(images * shape.elements(), bytes(type(value)));
    }

    private static long bytes(memory.data_type type) {
        return type == memory.data_type.bf16 ? Short.BYTES : Float.BYTES;
    }
}
