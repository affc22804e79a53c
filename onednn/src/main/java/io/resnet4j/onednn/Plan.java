package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.BatchLimit;
import io.resnet4j.inference.MemoryLayout;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.inference.Taps;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A network made ready for one image shape and batch size: primitives with their arguments bound, over one arena.
 * Running it allocates nothing natively. Used on the session's lane.
 */
final class Plan implements AutoCloseable {
    /** What oneDNN keeps for a primitive, generated code for the most part: measured, rounded up. */
    private static final long BYTES_A_PRIMITIVE = 50_000;

    private final PointerScope scope;
    private final stream stream;
    private final List<Call> calls;
    private final FloatBuffer input;
    private final int imageSize;
    private final Taps taps;
    private final Map<Value, Result> results = new HashMap<>();
    private final long bytes;

    /** A primitive and what it works on. */
    record Call(primitive primitive, IntMemoryMap arguments) {}

    /** Where a value that leaves the plan lies. */
    private record Result(Shape shape, FloatBuffer nhwc) {}

    /**
     * Makes the plan.
     *
     * @throws IllegalArgumentException when images of that shape do not pass through the network, or are so many at once
     *     that a buffer cannot hold what goes in or comes out
     */
    Plan(Lane lane, Weights weights, Program program, Shape image, int batch) {
        Network network = program.network();
        Map<Value, Shape> shapes = network.shapes(image);
        BatchLimit.check(image, batch);
        taps = program.taps();
        taps.kept().forEach(value -> BatchLimit.check(shapes.get(value), batch));
        MemoryLayout layout = MemoryLayout.of(
                program.steps(), network.input(), taps.kept(), value -> BatchLimit.bytes(shapes.get(value), batch));
        stream = lane.stream();
        imageSize = Math.toIntExact(image.elements());
        try (PointerScope scope = new PointerScope()) {
            PlanBuilder builder = new PlanBuilder(lane.engine(), weights, shapes, batch);
            builder.allocate(layout);
            program.steps().forEach(builder::add);
            calls = builder.calls();
            bytes = layout.bytes() + builder.allocateScratchpad() + calls.size() * BYTES_A_PRIMITIVE;
            input = floats(builder.memory(network.input()), image, batch);
            for (Value value : taps.kept()) {
                Shape shape = shapes.get(value);
                results.put(value, new Result(shape, floats(builder.memory(value), shape, batch)));
            }
            this.scope = scope.extend();
        }
    }

    private static FloatBuffer floats(memory memory, Shape shape, int batch) {
        return new FloatPointer(memory.get_data_handle())
                .capacity(batch * shape.elements())
                .asBuffer();
    }

    /** What it takes natively, in bytes. */
    long bytes() {
        return bytes;
    }

    /** Takes in as many images as the plan is made for, or fewer. */
    void write(Batch images) {
        for (int i = 0; i < images.size(); i++) {
            FloatBuffer image = input.slice(i * imageSize, imageSize);
            images.write(i, image);
            if (image.hasRemaining()) {
                throw new IllegalStateException(
                        "image %d left %d of %d numbers unwritten".formatted(i, image.remaining(), imageSize));
            }
        }
    }

    /** Runs the first {@code images} that were taken in; what it computes besides is nobody's. */
    Outputs run(int images) {
        for (Call call : calls) {
            call.primitive().execute(stream, call.arguments());
        }
        stream._wait();
        return taps.outputs(images, value -> activation(results.get(value), images));
    }

    private static Activation activation(Result result, int images) {
        Shape shape = result.shape();
        float[] values = new float[Math.toIntExact(images * shape.elements())];
        result.nhwc().get(0, values);
        return Activation.ofChannelsLast(shape, values);
    }

    @Override
    public void close() {
        scope.deallocate();
    }
}
