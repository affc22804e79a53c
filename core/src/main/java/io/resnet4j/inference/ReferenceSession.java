package io.resnet4j.inference;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The threads that take the images of batches through one network. */
final class ReferenceSession implements Session {
    private final Network network;
    private final Taps taps;
    private final ReferenceNetwork filled;
    private final ExecutorService workers;
    private final ReadWriteLock lock = new ReentrantReadWriteLock(); // many run at once, and closing waits for them

    ReferenceSession(Network network, TensorSource weights, SessionOptions options) throws IOException {
        this.network = network;
        taps = Taps.of(network, options);
        filled = new ReferenceNetwork(network, weights, taps.kept());
        workers = Executors.newFixedThreadPool(options.threads(), work -> {
            Thread worker = new Thread(work, "resnet4j-" + network.name());
            worker.setDaemon(true);
            return worker;
        });
    }

    @Override
    public Outputs run(Batch batch) {
        lock.readLock().lock();
        try {
            if (workers.isShutdown()) {
                throw new IllegalStateException("the session is closed");
            }
            Map<Value, Activation> results = makeRoom(batch);
            forEachImage(batch.size(), index -> run(batch, index, results));
            return taps.outputs(batch.size(), results::get);
        } finally {
            lock.readLock().unlock();
        }
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
        lock.writeLock().lock();
        try {
            workers.shutdown();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
