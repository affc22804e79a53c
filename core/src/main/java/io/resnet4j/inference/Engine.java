package io.resnet4j.inference;

import io.resnet4j.model.Network;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;

/** Something that can run networks. Every engine passes the same tests. */
public interface Engine {
    /** What it is, in a line: name, version, instruction set. */
    String description();

    /**
     * Reads the weights and makes the network ready to run.
     *
     * @param weights read while this call lasts, not after
     */
    Session open(Network network, TensorSource weights, SessionOptions options) throws IOException;
}
