package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.MemoryLayout;
import io.resnet4j.inference.Outputs;
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
    private final PointerScope scope;
    private final stream stream;
    private final List<Call> calls;
    private final FloatBuffer input;
    private final Map<Value, Result> results = new HashMap<>();
    private final Value output;
    private final int batch;
    private final long bytes;

    /** A primitive and what it works on. */
    record Call(primitive primitive, IntMemoryMap arguments) {}

    /** Where a value that leaves the plan lies. */
    private record Result(Shape shape, FloatBuffer nhwc) {}

    /**
     * Makes the plan.
     *
     * @throws IllegalArgumentException when images of that shape do not pass through the network
     * @throws EngineException when oneDNN cannot make a primitive, or has no memory for it
     */
    Plan(Lane lane, Weights weights, Program program, Shape image, int batch) {
        Network network = program.network();
        Map<Value, Shape> shapes = network.shapes(image);
        MemoryLayout layout = MemoryLayout.of(
                program.steps(),
                network.input(),
                program.kept(),
                value -> batch * shapes.get(value).elements() * Float.BYTES);
        this.stream = lane.stream();
        this.output = network.output();
        this.batch = batch;
        this.bytes = layout.bytes();
        try (PointerScope scope = new PointerScope()) {
            PlanBuilder builder = new PlanBuilder(lane.engine(), weights, shapes, batch);
            builder.allocate(layout);
            program.steps().forEach(builder::add);
            calls = builder.finish();
            input = floats(builder.memory(network.input()), batch * image.elements());
            for (Value value : program.kept()) {
                Shape shape = shapes.get(value);
                results.put(value, new Result(shape, floats(builder.memory(value), batch * shape.elements())));
            }
            this.scope = scope.extend();
        } catch (RuntimeException e) { // what JavaCPP makes of any C++ exception
            throw new EngineException(
                    "oneDNN cannot plan %s for %d images of %s, which take %d MB: %s; try a smaller batch"
                            .formatted(network.name(), batch, image, bytes >> 20, e.getMessage()),
                    e);
        }
    }

    /** Bytes of its activations. */
    long bytes() {
        return bytes;
    }

    Outputs run(Batch images) {
        input.clear();
        for (int i = 0; i < batch; i++) {
            images.write(i, input);
        }
        for (Call call : calls) {
            call.primitive().execute(stream, call.arguments());
        }
        stream._wait();
        Map<Value, Outputs.Activation> activations = new HashMap<>();
        results.forEach(
                (value, result) -> activations.put(value, new Outputs.Activation(result.shape(), nchw(result))));
        return new Outputs(batch, output, activations);
    }

    private float[] nchw(Result result) {
        float[] nhwc = new float[result.nhwc().capacity()];
        result.nhwc().get(0, nhwc);
        if (result.shape().rank() == 1) {
            return nhwc;
        }
        int channels = result.shape().dim(0);
        int area = result.shape().dim(1) * result.shape().dim(2);
        float[] nchw = new float[nhwc.length];
        for (int i = 0; i < nchw.length; i++) {
            int image = i / (channels * area);
            int channel = i / area % channels;
            nchw[i] = nhwc[(image * area + i % area) * channels + channel];
        }
        return nchw;
    }

    private static FloatBuffer floats(memory memory, long count) {
        return new FloatPointer(memory.get_data_handle()).capacity(count).asBuffer();
    }

    @Override
    public void close() {
        scope.deallocate();
    }
}
