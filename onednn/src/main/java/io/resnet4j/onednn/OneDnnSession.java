package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.function.Supplier;

/** One network on one lane, where its plans are made, run and freed. */
final class OneDnnSession implements Session {
    /** Enough for ResNet-50 at 224 x 224 and a batch of 64 beside several smaller ones. */
    private static final long PLANS_BYTES = 1L << 30;

    private final Program program;
    private final Lane lane;
    private final Weights weights;
    private final PlanCache plans = new PlanCache(PLANS_BYTES);

    private OneDnnSession(OneDnn library, Program program, int threads) {
        this.program = program;
        lane = Lane.start(library, "resnet4j-" + program.network().name(), threads);
        weights = new Weights(lane);
    }

    static OneDnnSession open(OneDnn library, Network network, TensorSource source, SessionOptions options)
            throws IOException {
        Program program = Program.of(network, options);
        OneDnnSession session = new OneDnnSession(library, program, options.threads());
        try {
            new WeightLoader(source, session.weights).load(program.steps());
            return session;
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    @Override
    public Outputs run(Batch batch) {
        Shape image = batch.shape();
        int size = batch.size();
        Supplier<String> whatTo = () -> "run %s on %d images of %s at once; try a smaller batch"
                .formatted(program.network().name(), size, image);
        return lane.call(() -> {
            Plan plan = OneDnn.explain(
                    whatTo, () -> plans.get(image, size, () -> new Plan(lane, weights, program, image, size)));
            plan.write(batch);
            return OneDnn.explain(whatTo, () -> plan.run(size));
        });
    }

    @Override
    public void close() {
        lane.close(() -> {
            plans.close();
            weights.close();
        });
    }
}
