package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Learns the head of a network from features, and is the learner of the whole network to everyone else: the tensors of the backbone,
 * which nobody changes, are copies on the heap. So checkpoints and models are the same as without the shortcut.
 */
final class HeadLearner implements Learner {
    private final Network network;
    private final Set<TensorSpec> ofHead;
    private final Learner head;
    private Map<TensorSpec, Tensor> backbone;
    private boolean closed;

    private HeadLearner(Network network, Set<TensorSpec> ofHead, Learner head, Map<TensorSpec, Tensor> backbone) {
        this.network = network;
        this.ofHead = ofHead;
        this.head = head;
        this.backbone = backbone;
    }

    /**
     * Opens the head with the engine.
     *
     * @param options for the whole network, of which nothing before the head is learnt
     */
    static HeadLearner open(TrainingEngine engine, Network network, TensorSource weights, LearnerOptions options)
            throws IOException {
        Network head = HeadNetwork.of(network);
        Set<TensorSpec> ofHead = new HashSet<>(head.tensors());
        Map<TensorSpec, Tensor> backbone = backbone(network, ofHead, weights);
        return new HeadLearner(network, ofHead, engine.open(head, weights, options), backbone);
    }

    private static Map<TensorSpec, Tensor> backbone(Network network, Set<TensorSpec> ofHead, TensorSource weights)
            throws IOException {
        Map<TensorSpec, Tensor> backbone = new HashMap<>();
        for (TensorSpec spec : network.tensors()) {
            if (!ofHead.contains(spec)) {
                backbone.put(spec, copy(weights, spec));
            }
        }
        return backbone;
    }

    private static Tensor copy(TensorSource weights, TensorSpec spec) throws IOException {
        if (spec.role() != TensorSpec.Role.COUNTER) {
            return Tensor.of(spec.shape(), weights.floats(spec));
        }
        return Tensor.counter(weights.get(spec).count());
    }

    /** @param batch of features, {@code [features, 1, 1]} each */
    @Override
    public Score step(LabelledBatch batch, Update update) throws LossNotFiniteException {
        return head.step(batch, update);
    }

    /** @param batch of features, {@code [features, 1, 1]} each */
    @Override
    public Score evaluate(LabelledBatch batch) {
        return head.evaluate(batch);
    }

    @Override
    public Tensor get(TensorSpec spec) {
        if (ofHead.contains(spec)) {
            return head.get(spec);
        }
        if (closed) {
            throw new IllegalStateException("the learner is closed");
        }
        return backbone.get(spec);
    }

    @Override
    public Map<String, Tensor> optimizerState() {
        return head.optimizerState();
    }

    @Override
    public void restore(TensorSource weights, Map<String, Tensor> optimizerState) throws IOException {
        Map<TensorSpec, Tensor> restored = backbone(network, ofHead, weights);
        head.restore(weights, optimizerState);
        backbone = restored;
    }

    @Override
    public String description() {
        return head.description();
    }

    @Override
    public void close() {
        closed = true;
        head.close();
    }
}
