package io.resnet4j.onednn;

import io.resnet4j.inference.Engine;
import io.resnet4j.inference.EngineUnavailableException;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs networks on the processor as oneDNN plans, in float32 or bfloat16: norms folded into weights, sums and ReLUs fused into
 * convolutions, weights packed and memory laid out once. Safe for use by many threads.
 */
public final class OneDnnEngine implements Engine {
    private final OneDnn library;

    /**
     * Loads the native library.
     *
     * @throws EngineUnavailableException when it does not load on this machine, with the reason and the remedy
     */
    public OneDnnEngine() {
        library = OneDnn.load();
    }

    @Override
    public String description() {
        return library.description();
    }

    @Override
    public Session open(Network network, TensorSource weights, SessionOptions options) throws IOException {
        return OneDnnSession.open(library, network, resolve(options.precision()), weights, options);
    }

    /** The files of the native libraries that this process has loaded by now, in no order; JNA's own are not among them. */
    public List<Path> natives() {
        return library.natives();
    }

    /**
     * What {@code wanted} comes to on this processor: {@link Precision#AUTO} is one of the others.
     *
     * @throws EngineUnavailableException when the processor has no instructions for it
     */
    public Precision resolve(Precision wanted) {
        boolean fast = library.multipliesBfloat16();
        if (wanted == Precision.BFLOAT16 && !fast) {
            throw new EngineUnavailableException(
                    "bf16 needs a processor with AVX512_BF16, and this one has not, or oneDNN may not use it: %s; use fp32 or auto"
                            .formatted(library.description()));
        }
        return wanted == Precision.AUTO ? (fast ? Precision.BFLOAT16 : Precision.FLOAT32) : wanted;
    }
}
