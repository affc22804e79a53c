package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Profile;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.BatchLimit;
import io.resnet4j.inference.engine.Gate;
import io.resnet4j.inference.engine.StepTimes;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.bytedeco.dnnl.engine;

/** One network on its lanes, which share its weights. */
final class OneDnnSession implements Session {
    private final String description;
    private final engine engine;
    private final Weights weights;
    private final Gate gate;
    private final List<Crew> lanes = new ArrayList<>();
    private final Deque<Crew> free = new ConcurrentLinkedDeque<>(); // the one used last first: its caches are warm

    private OneDnnSession(OneDnn library, Program program, SessionOptions options) {
        description = "%s, %s, %s".formatted(library.description(), program.precision(), options.team());
        engine = library.engine();
        weights = new Weights(engine);
        gate = new Gate(options.lanes(), options.queue());
        try {
            for (int i = 0; i < options.lanes(); i++) {
                String name = "resnet4j-%s-%d".formatted(program.network().name(), i);
                lanes.add(new Crew(library, engine, weights, program, options, name));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        free.addAll(lanes);
    }

    static OneDnnSession open(
            OneDnn library, Network network, Precision precision, TensorSource source, SessionOptions options)
            throws IOException {
        Program program = Program.of(network, precision, options);
        OneDnnSession session = new OneDnnSession(library, program, options);
        try {
            new WeightLoader(source, session.weights).load(program);
            return session;
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    @Override
    public Outputs run(Batch batch) {
        return gate.pass(() -> onFreeLane(lane -> lane.run(batch)));
    }

    @Override
    public Outputs run(Batch batch, Duration patience) throws InterruptedException {
        return gate.pass(patience, () -> onFreeLane(lane -> lane.run(batch)));
    }

    @Override
    public Profile profile(Batch batch, int runs) {
        StepTimes.checkRuns(runs);
        return gate.pass(() -> onFreeLane(lane -> lane.profile(batch, runs)));
    }

    /** The gate has let in no more than there are lanes, so one is free. */
    private <T> T onFreeLane(Function<Crew, T> work) {
        Crew lane = free.pop();
        try {
            return work.apply(lane);
        } finally {
            free.push(lane);
        }
    }

    @Override
    public void warmUp(Shape image, int batch) {
        BatchLimit.check(image, batch);
        Batch blank = Batch.of(image, new float[Math.toIntExact(batch * image.elements())]);
        gate.pass(() -> {
            lanes.forEach(lane -> lane.warmUp(blank));
            return null;
        });
    }

    @Override
    public int lanes() {
        return lanes.size();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void close() {
        gate.close(() -> {
            lanes.forEach(Crew::close);
            weights.close();
            engine.deallocate();
        });
    }
}
