package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Profile;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.BatchLimit;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.dnnl.engine;

/**
 * The threads of one lane of a session, which a caller has to himself. They run a few images together, layer by layer. Of many each
 * runs a part, from the first layer to the last: no thread waits for the others at the end of a layer, and what one layer makes is still
 * in the caches when the next one reads it.
 */
final class Crew {
    /** What the values of a part may take, unless those of one image take more: about what a core has of the caches. */
    private static final long PART_BYTES = 8 << 20;

    /** From so many images for each thread on, each runs a part. */
    private static final int MANY = 2;

    /** Of so many shapes is kept what is known. */
    private static final int MOST_ROOMS = 64;

    private final Program program;
    private final List<PlanRunner> alone = new ArrayList<>();
    private final Map<Shape, Room> rooms = new HashMap<>();
    private PlanRunner together;

    /**
     * What is known of images of one shape.
     *
     * @param images that a part may have
     * @param values the shapes of what goes in and of what a run returns
     */
    private record Room(int images, List<Shape> values) {}

    /** Starts the threads. */
    Crew(OneDnn library, engine engine, Weights weights, Program program, SessionOptions options, String name) {
        this.program = program;
        int threads = options.threads();
        long planBytes = options.planBytes() / (threads == 1 ? 1 : threads + 1);
        try {
            Lane lane = Lane.start(library, engine, name, threads);
            together = new PlanRunner(engine, lane, weights, program, planBytes);
            if (threads == 1) {
                alone.add(together);
            }
            while (alone.size() < threads) {
                Lane one = Lane.start(library, engine, "%s-%d".formatted(name, alone.size()), 1);
                alone.add(new PlanRunner(engine, one, weights, program, planBytes));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Runs a batch, on plans that are made now unless there are some. */
    Outputs run(Batch batch) {
        int parts = parts(batch);
        if (parts == 1) {
            return together.run(batch);
        }
        Shares shares = new Shares(batch, parts);
        Lane.awaitAll(alone.stream().map(runner -> runner.take(shares)).toList());
        return shares.joined();
    }

    /** Makes the plans for batches of such a size. */
    void warmUp(Batch blank) {
        int parts = parts(blank);
        if (parts == 1) {
            together.run(blank);
        } else {
            new Shares(blank, parts).extremes().forEach(part -> alone.forEach(runner -> runner.run(part)));
        }
    }

    /** Takes the time of every step where all threads run the whole batch together, and of what the cores do at most. */
    Profile profile(Batch batch, int runs) {
        return together.profile(batch, runs);
    }

    /**
     * As many as bring each into the caches, and as much work to each thread; one where there are too few images for that. Refuses
     * batches of which one of these would fit into no buffer.
     */
    private int parts(Batch batch) {
        int images = batch.size();
        int threads = alone.size();
        if (rooms.size() == MOST_ROOMS) {
            rooms.clear(); // images of any size may come, for years
        }
        Room room = rooms.computeIfAbsent(batch.shape(), this::room);
        room.values().forEach(value -> BatchLimit.check(value, images));
        if (threads == 1 ? images <= room.images() : images < MANY * threads) {
            return 1;
        }
        int parts = (images - 1) / room.images() + 1;
        return Math.min(images, (parts - 1) / threads * threads + threads);
    }

    private Room room(Shape image) {
        Map<Value, Shape> shapes = program.network().shapes(image);
        long each = program.layout(shapes, 1).bytes();
        List<Shape> values = Stream.concat(
                        Stream.of(image), program.taps().kept().stream().map(shapes::get))
                .toList();
        return new Room((int) Math.max(1, PART_BYTES / each), values);
    }

    /** A second close does nothing. */
    void close() {
        if (together != null) {
            together.close();
        }
        alone.forEach(PlanRunner::close);
    }
}
