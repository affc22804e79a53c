package io.resnet4j.training;

import io.resnet4j.model.Network;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;

/** Something that can train networks. */
public interface TrainingEngine {
    /** What it is, in a line: name, version, device. */
    String description();

    /**
     * Reads the weights and makes the network ready to learn.
     *
     * @param weights of all the network's tensors; read while this call lasts, not after
     * @throws io.resnet4j.inference.EngineUnavailableException when its natives do not load, or options ask for a device that is not there
     */
    Learner open(Network network, TensorSource weights, LearnerOptions options) throws IOException;
}
