package io.resnet4j.inference.engine;

import io.resnet4j.inference.Engine;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;

/**
 * Runs networks in plain Java, node by node, as their definition reads: nothing is fused, folded or repacked. It is what
 * other engines are measured against, and a ResNet to read; it needs no native library.
 *
 * <p>Weights and activations are float32, on the heap, channels first. Whatever is summed is summed in double precision,
 * and each node rounds its results to float32 once. An image's results depend neither on the batch it is in nor on the
 * number of threads, each of which works on one image at a time. Safe for use by many threads.
 */
public final class ReferenceEngine implements Engine {
    @Override
    public String description() {
        return "plain Java (%s)".formatted(Runtime.version());
    }

    @Override
    public Session open(Network network, TensorSource weights, SessionOptions options) throws IOException {
        return new ReferenceSession(description(), network, weights, options);
    }
}
