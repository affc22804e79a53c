package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Fusion;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.Step;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Value;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One network on one lane. All fields but the lane are touched on the lane alone. */
final class OneDnnSession implements Session {
    private final Network network;
    private final Set<Value> kept;
    private final List<Step> steps;
    private final Lane lane;
    private final Weights weights;
    private final PlanCache plans;

    private OneDnnSession(OneDnn library, Network network, SessionOptions options) {
        this.network = network;
        Set<Value> taps = new HashSet<>();
        options.taps().forEach(name -> taps.add(network.node(name).output()));
        steps = Fusion.inference(network, taps);
        kept = new HashSet<>(taps);
        kept.add(network.output());
        lane = new Lane(library, "resnet4j-" + network.name(), options.threads());
        weights = new Weights(lane.engine(), lane.stream());
        plans = new PlanCache();
    }

    static OneDnnSession open(OneDnn library, Network network, TensorSource source, SessionOptions options)
            throws IOException {
        OneDnnSession session = new OneDnnSession(library, network, options);
        try {
            new WeightLoader(source, session.weights).load(session.steps);
            return session;
        } catch (IOException | RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    @Override
    public Outputs run(Batch batch) {
        return lane.call(() -> plan(batch.shape(), batch.size()).run(batch));
    }

    private Plan plan(Shape image, int batch) {
        return plans.get(
                image,
                batch,
                () -> new Plan(lane.engine(), lane.stream(), weights, network, steps, kept, image, batch));
    }

    @Override
    public void close() {
        lane.close(() -> {
            plans.close();
            weights.close();
        });
    }
}
