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
    private final Learner head;
    private final Set<TensorSpec> ofHead;
    private Map<TensorSpec, Tensor> backbone;
    private boolean closed;

    private HeadLearner(Network network, Learner head, Map<TensorSpec, Tensor> backbone) {
        this.network = network;
        this.head = head;
        this.backbone = backbone;
        ofHead = ofHead(network);
    }

    /**
     * Opens the head with the engine.
     *
     * @param options for the whole network, of which nothing before the head is learnt
     */
    static HeadLearner open(TrainingEngine engine, Network network, TensorSource weights, LearnerOptions options)
            throws IOException {
        LearnerOptions ofHead = new LearnerOptions(
                options.precision(),
                options.threads(),
                options.optimizer(),
                options.learnt(),
                Set.of(), // the head has no norms
                options.loss(),
                options.clipNorm());
        Map<TensorSpec, Tensor> backbone = backbone(network, weights);
        return new HeadLearner(network, engine.open(HeadNetwork.of(network), weights, ofHead), backbone);
    }

    private static Set<TensorSpec> ofHead(Network network) {
        return new HashSet<>(HeadNetwork.of(network).tensors());
    }

    private static Map<TensorSpec, Tensor> backbone(Network network, TensorSource weights) throws IOException {
        Set<TensorSpec> head = ofHead(network);
        Map<TensorSpec, Tensor> backbone = new HashMap<>();
        for (TensorSpec spec : network.tensors()) {
            if (!head.contains(spec)) {
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
        Map<TensorSpec, Tensor> restored = backbone(network, weights);
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
