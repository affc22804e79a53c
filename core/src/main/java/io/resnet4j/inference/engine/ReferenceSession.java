package io.resnet4j.inference.engine;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Handover;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Profile;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.Step;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The threads that take the images of batches through one network. */
final class ReferenceSession implements Session {
    private final Network network;
    private final Taps taps;
    private final ReferenceNetwork filled;
    private final ExecutorService workers;
    private final Gate gate;
    private final int lanes;
    private final String description;

    ReferenceSession(String engine, Network network, TensorSource weights, SessionOptions options) throws IOException {
        if (options.precision() == Precision.BFLOAT16) {
            throw new IllegalArgumentException("the reference engine computes in fp32 alone");
        }
        this.network = network;
        taps = Taps.of(network, options);
        filled = new ReferenceNetwork(network, weights, taps.kept());
        lanes = options.lanes();
        gate = new Gate(options.lanes(), options.queue());
        description = "%s, %s, %s".formatted(engine, Precision.FLOAT32, options.team());
        workers = Executors.newFixedThreadPool(options.lanes() * options.threads(), work -> {
            Thread worker = new Thread(work, "resnet4j-" + network.name());
            worker.setDaemon(true);
            return worker;
        });
    }

    @Override
    public Outputs run(Batch batch) {
        return gate.pass(() -> compute(batch));
    }

    @Override
    public Outputs run(Batch batch, Duration patience) throws InterruptedException {
        return gate.pass(patience, () -> compute(batch));
    }

    private Outputs compute(Batch batch) {
        Map<Value, Activation> results = makeRoom(batch);
        forEachImage(batch.size(), index -> run(batch, index, results));
        return taps.outputs(batch.size(), results::get);
    }

    /** There is nothing to make ready; what cannot run is refused all the same. */
    @Override
    public void warmUp(Shape image, int batch) {
        BatchLimit.check(image, batch);
        gate.pass(() -> network.shapes(image));
    }

    /** Image by image, on the calling thread. */
    @Override
    public Profile profile(Batch batch, int runs) {
        StepTimes.checkRuns(runs);
        return gate.pass(() -> {
            makeRoom(batch);
            List<StepTimes> times = network.nodes().stream()
                    .map(Step.Single::new)
                    .map(StepTimes::new)
                    .toList();
            Map<Node, StepTimes> byNode = new HashMap<>();
            times.forEach(time -> byNode.put(time.step().node(), time));
            for (int run = 0; run < runs; run++) {
                for (int i = 0; i < batch.size(); i++) {
                    filled.run(
                            image(batch, i), (node, nanos) -> byNode.get(node).add(nanos));
                }
                times.forEach(StepTimes::endRun);
            }
            return new Profile(
                    times.stream().map(time -> time.median("plain Java")).toList(), OptionalDouble.empty());
        });
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public String description() {
        return description;
    }

    /** What is to be returned, still zeros. Refuses images that do not pass through, and too many at once. */
    private Map<Value, Activation> makeRoom(Batch batch) {
        Map<Value, Shape> shapes = network.shapes(batch.shape());
        shapes.values().forEach(shape -> BatchLimit.check(shape, 1));
        BatchLimit.check(batch.shape(), batch.size());
        taps.kept().forEach(value -> BatchLimit.check(shapes.get(value), batch.size()));
        Map<Value, Activation> results = new HashMap<>();
        for (Value value : taps.kept()) {
            Shape shape = shapes.get(value);
            results.put(value, new Activation(shape, new float[(int) (batch.size() * shape.elements())]));
        }
        return results;
    }

    private void run(Batch batch, int index, Map<Value, Activation> results) {
        Map<Value, Activation> ofImage = filled.run(image(batch, index));
        results.forEach((value, result) -> {
            float[] numbers = ofImage.get(value).nchw();
            System.arraycopy(numbers, 0, result.nchw(), index * numbers.length, numbers.length);
        });
    }

    private static Activation image(Batch batch, int index) {
        float[] nhwc = new float[(int) batch.shape().elements()];
        batch.write(index, FloatBuffer.wrap(nhwc));
        return Activation.ofChannelsLast(batch.shape(), nhwc);
    }

    /** Gives each image to a worker and waits for all of them, even when interrupted. */
    private void forEachImage(int images, IntConsumer work) {
        CompletableFuture<?>[] running = IntStream.range(0, images)
                .mapToObj(index -> CompletableFuture.runAsync(() -> work.accept(index), workers))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(running).join();
        } catch (CompletionException e) {
            throw Handover.toCaller(e.getCause());
        }
    }

    @Override
    public void close() {
        gate.close(workers::shutdown);
    }
}
