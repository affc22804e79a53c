package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Profile;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.BatchLimit;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bytedeco.dnnl.engine;

/**
 * The threads of one lane of a session. They run a few images together, layer by layer. Of many each runs a part, from the first
 * layer to the last: no thread waits for the others at the end of a layer, and what one layer makes is still in the caches when the
 * next one reads it. Safe for use by many threads, which wait for each other.
 */
final class Crew {
    /** What the values of a part may take, unless those of one image take more: about what a core has of the caches. */
    private static final long PART_BYTES = 8 << 20;

    /** Or this part of the weights, if that is more: every part reads them all. */
    private static final int PART_OF_WEIGHTS = 12;

    /** From so many images for each thread on, each runs a part. */
    private static final int MANY = 2;

    /** Images of any shape may come, for years. */
    private static final int MOST_SHAPES = 64;

    private final OneDnn library;
    private final engine engine;
    private final Weights weights;
    private final Program program;
    private final SessionOptions options;
    private final String name;
    private final PlanRunner together;
    private final List<PlanRunner> alone =
            new ArrayList<>(); // one for each thread, once there is a batch of many images
    private final Map<Shape, Limits> byShape = new ConcurrentHashMap<>();

    /**
     * What is known of images of one shape.
     *
     * @param partImages how many a part may have
     * @param values the shapes of what goes in and of what a run returns
     */
    private record Limits(int partImages, List<Shape> values) {}

    /** Starts the threads that work together. */
    Crew(OneDnn library, engine engine, Weights weights, Program program, SessionOptions options, String name) {
        this.library = library;
        this.engine = engine;
        this.weights = weights;
        this.program = program;
        this.options = options;
        this.name = name;
        boolean single = options.threads() == 1;
        together = runner(name, options.threads(), single ? options.planBytes() : options.planBytes() / 2);
        if (single) {
            alone.add(together);
        }
    }

    private PlanRunner runner(String team, int threads, long planBytes) {
        return new PlanRunner(engine, Team.start(library, engine, team, threads), weights, program, planBytes);
    }

    /** Runs a batch, on plans that are made now unless there are some. */
    Outputs run(Batch batch) {
        int parts = parts(batch);
        if (parts == 1) {
            return together.run(batch);
        }
        Shares shares = new Shares(batch, parts);
        Team.awaitAll(alone().stream().map(runner -> runner.submit(shares)).toList());
        return shares.joined();
    }

    /** Makes the plans for batches of such a size. */
    void warmUp(Batch blank) {
        int parts = parts(blank);
        if (parts == 1) {
            together.run(blank);
            return;
        }
        for (Batch part : new Shares(blank, parts).samples()) {
            Team.awaitAll(alone().stream()
                    .map(runner -> runner.submit(new Shares(part, 1)))
                    .toList());
        }
    }

    /** Takes the time of every step where all threads run the whole batch together, and of what the cores do at most. */
    Profile profile(Batch batch, int runs) {
        limitsFor(batch);
        return together.profile(batch, runs);
    }

    /** As many as bring each into the caches, and as much work to each thread; one where there are too few images for that. */
    private int parts(Batch batch) {
        int images = batch.size();
        int threads = options.threads();
        int most = limitsFor(batch).partImages();
        if (threads == 1 ? images <= most : images < MANY * threads) {
            return 1;
        }
        int parts = (images - 1) / most + 1;
        return Math.min(images, (parts - 1) / threads * threads + threads);
    }

    /** Refuses a batch of which one of the values that go in or out would fit into no buffer, and one that says two things of its size. */
    private Limits limitsFor(Batch batch) {
        if (byShape.size() >= MOST_SHAPES) {
            byShape.clear();
        }
        Limits limits = byShape.computeIfAbsent(batch.shape(), this::limits);
        limits.values().forEach(value -> BatchLimit.check(value, batch.size()));
        batch.channelsFirst().ifPresent(numbers -> requireAll(numbers, batch));
        return limits;
    }

    private static void requireAll(FloatBuffer numbers, Batch batch) {
        if (numbers.remaining() != batch.size() * batch.shape().elements()) {
            throw new IllegalStateException("%d images of %s came with %d numbers, channels first"
                    .formatted(batch.size(), batch.shape(), numbers.remaining()));
        }
    }

    private Limits limits(Shape image) {
        Map<Value, Shape> shapes = program.network().shapes(image);
        long each = program.layout(shapes, 1).bytes();
        List<Shape> values = Stream.concat(
                        Stream.of(image), program.taps().kept().stream().map(shapes::get))
                .toList();
        long partBytes = Math.max(PART_BYTES, program.weightBytes() / PART_OF_WEIGHTS);
        return new Limits((int) Math.max(1, partBytes / each), values);
    }

    /** Who runs parts; starts those that are missing. */
    private synchronized List<PlanRunner> alone() {
        while (alone.size() < options.threads()) {
            long planBytes = options.planBytes() / 2 / options.threads();
            alone.add(runner("%s-%d".formatted(name, alone.size()), 1, planBytes));
        }
        return List.copyOf(alone);
    }

    /** A second close does nothing. */
    synchronized void close() {
        together.close();
        alone.forEach(PlanRunner::close);
    }
}
