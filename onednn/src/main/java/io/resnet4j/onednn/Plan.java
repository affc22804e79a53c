package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Profile.StepTime;
import io.resnet4j.inference.Step;
import io.resnet4j.inference.engine.MemoryLayout;
import io.resnet4j.inference.engine.StepTimes;
import io.resnet4j.inference.engine.Taps;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;

/**
 * A network made ready for one image shape and batch size: primitives with their arguments bound, over one arena.
 * Running it allocates nothing natively. Used on the lane that made it.
 */
final class Plan implements AutoCloseable {
    /** What oneDNN keeps for a primitive, generated code for the most part: measured, rounded up. */
    private static final long BYTES_A_PRIMITIVE = 50_000;

    private final PointerScope scope;
    private final dnnl_stream stream;
    private final List<Step> steps;
    private final List<Call> calls; // one for each step
    private final NativeValue input;
    private final FloatBuffer channelsFirst;
    private final Call layOut; // what was written channels first
    private final Taps taps;
    private final Map<Value, NativeValue> results = new HashMap<>();
    private final long bytes;

    /** A primitive and what it works on, as oneDNN's C interface takes both: nothing is made anew for a run. */
    record Call(dnnl_primitive primitive, int count, dnnl_exec_arg_t arguments, String implementation) {
        void execute(dnnl_stream stream) {
            check(dnnl.dnnl_primitive_execute(primitive, stream, count, arguments));
        }
    }

    private static void check(int status) {
        if (status != dnnl.dnnl_success) {
            throw new EngineException("oneDNN cannot run a primitive (status %d)".formatted(status));
        }
    }

    /**
     * Makes the plan, for no more images at once than buffers hold of what goes in and comes out.
     *
     * @throws IllegalArgumentException when images of that shape do not pass through the network
     */
    Plan(engine engine, stream stream, Weights weights, Program program, Shape image, int batch) {
        Network network = program.network();
        Map<Value, Shape> shapes = network.shapes(image);
        taps = program.taps();
        MemoryLayout layout = program.layout(shapes, batch);
        try (PointerScope scope = new PointerScope()) {
            PlanBuilder builder = new PlanBuilder(engine, weights, program, shapes, batch);
            builder.allocate(layout);
            steps = program.steps();
            builder.layOutInput();
            steps.forEach(builder::add);
            List<Call> all = builder.calls();
            layOut = all.get(0);
            calls = all.subList(1, all.size());
            bytes = layout.bytes() + builder.scratchpadBytes() + all.size() * BYTES_A_PRIMITIVE;
            input = builder.open(network.input());
            channelsFirst = builder.openChannelsFirst();
            taps.kept().forEach(value -> results.put(value, builder.open(value)));
            this.stream = stream.get();
            this.scope = scope.extend();
        }
    }

    /** What it takes natively, in bytes. */
    long bytes() {
        return bytes;
    }

    /** Takes in as many images as the plan is made for, or fewer. */
    void write(Batch images) {
        Optional<FloatBuffer> floats = images.channelsFirst();
        if (floats.isEmpty()) {
            input.write(images);
            return;
        }
        FloatBuffer numbers = floats.get();
        channelsFirst.put(0, numbers, numbers.position(), numbers.remaining());
        layOut.execute(stream);
    }

    /** Runs the first {@code images} that were taken in; what it computes besides is nobody's. */
    Outputs run(int images) {
        for (Call call : calls) {
            call.execute(stream);
        }
        check(dnnl.dnnl_stream_wait(stream));
        return taps.outputs(images, value -> results.get(value).read(images));
    }

    /** Runs {@code runs} times what was taken in, and says what each step takes. */
    List<StepTime> profile(int runs) {
        List<StepTimes> times = steps.stream().map(StepTimes::new).toList();
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < calls.size(); i++) {
                long start = System.nanoTime();
                calls.get(i).execute(stream);
                check(dnnl.dnnl_stream_wait(stream));
                times.get(i).add(System.nanoTime() - start);
                times.get(i).endRun();
            }
        }
        return IntStream.range(0, times.size())
                .mapToObj(i -> times.get(i).median(calls.get(i).implementation()))
                .toList();
    }

    @Override
    public void close() {
        scope.deallocate();
    }
}
