package io.resnet4j.libtorch;

import io.resnet4j.inference.EngineException;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** The tensors of a network in native memory, by name: filters channels last, counters as plain numbers. */
final class NamedTensors implements AutoCloseable {
    /** How much of a tensor is copied at a time. */
    private static final int CHUNK = 1 << 20;

    private final Memory memory = new Memory();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, TensorOptional> arguments = new LinkedHashMap<>();
    private final Map<String, long[]> counters = new LinkedHashMap<>();
    private final Numbers numbers;

    private NamedTensors(Numbers numbers) {
        this.numbers = numbers;
    }

    static NamedTensors of(Network network, TensorSource source, Numbers numbers) throws IOException {
        NamedTensors all = new NamedTensors(numbers);
        try {
            for (Node node : network.nodes()) {
                for (TensorSpec spec : node.tensors()) {
                    all.add(spec);
                }
            }
            all.fill(network, source);
            return all;
        } catch (IOException | RuntimeException | Error e) {
            all.close();
            throw e;
        }
    }

    private void add(TensorSpec spec) {
        if (spec.role() == TensorSpec.Role.COUNTER) {
            counters.put(spec.name(), new long[1]);
            return;
        }
        Tensor tensor = zeros(spec.shape());
        tensors.put(spec.name(), tensor);
        arguments.put(spec.name(), keep(() -> new TensorOptional(tensor)));
    }

    /** Makes an object that lives as long as this; what else is made on the way is freed. */
    <P extends Pointer> P keep(Supplier<P> maker) {
        return memory.keep(maker);
    }

    /** Zeros that live as long as this, channels last. */
    Tensor zeros(Shape shape) {
        MemoryFormat order = shape.rank() == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
        return EngineException.explain(
                Libtorch.NAME,
                () -> "hold numbers of shape %s; there is no memory left".formatted(shape),
                () -> keep(() -> torch.zeros(Native.dims(shape))
                        .to(numbers.device(), numbers.kind())
                        .contiguous(order)));
    }

    /** Reads all tensors anew. */
    void fill(Network network, TensorSource source) throws IOException {
        for (TensorSpec spec : network.tensors()) {
            if (spec.role() == TensorSpec.Role.COUNTER) {
                counters.get(spec.name())[0] = source.get(spec).count();
            } else {
                copy(source.float32(spec), get(spec.name()));
            }
        }
    }

    /** Reads a tensor of float32 into native memory. */
    static void copy(io.resnet4j.weights.Tensor source, Tensor target) throws IOException {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor plain = Native.empty(Native.dims(source.shape()));
            ByteBuffer bytes = Native.bytes(plain, source.bytes());
            for (long offset = 0; offset < source.bytes(); offset += CHUNK) {
                ByteBuffer chunk = bytes.slice((int) offset, (int) Math.min(CHUNK, source.bytes() - offset));
                source.read(offset, chunk.order(ByteOrder.LITTLE_ENDIAN));
            }
            target.copy_(plain);
        }
    }

    /** The tensor of that name, to compute with. */
    Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("there is no tensor " + name);
        }
        return tensor;
    }

    /** The same as an argument that may be left out. */
    TensorOptional argument(String name) {
        return arguments.get(name);
    }

    /** Counts one up. */
    void count(String name) {
        counters.get(name)[0]++;
    }

    /** A copy of what a tensor or a counter holds, as float32 or a number. */
    io.resnet4j.weights.Tensor copyOf(TensorSpec spec) {
        if (spec.role() == TensorSpec.Role.COUNTER) {
            return io.resnet4j.weights.Tensor.counter(counters.get(spec.name())[0]);
        }
        return Native.copyOf(get(spec.name()), spec.shape());
    }

    @Override
    public void close() {
        memory.close();
    }
}
