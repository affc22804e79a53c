package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;

/** One network on one lane, where its weights and plans are used and freed. */
final class OneDnnSession implements Session {
    private final Program program;
    private final Lane lane;
    private final Weights weights;
    private final PlanCache plans = new PlanCache();

    private OneDnnSession(OneDnn library, Program program, int threads) {
        this.program = program;
        lane = new Lane(library, "resnet4j-" + program.network().name(), threads);
        weights = new Weights(lane);
    }

    static OneDnnSession open(OneDnn library, Network network, TensorSource source, SessionOptions options)
            throws IOException {
        Program program = Program.of(network, options.taps());
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
        return lane.call(() -> {
            Shape image = batch.shape();
            int size = batch.size();
            return plans.get(image, size, () -> new Plan(lane, weights, program, image, size))
                    .run(batch);
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
