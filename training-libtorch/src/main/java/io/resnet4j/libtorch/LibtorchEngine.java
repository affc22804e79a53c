package io.resnet4j.libtorch;

import io.resnet4j.inference.EngineUnavailableException;
import io.resnet4j.inference.Precision;
import io.resnet4j.io.Processor;
import io.resnet4j.model.Network;
import io.resnet4j.training.Learner;
import io.resnet4j.training.LearnerOptions;
import io.resnet4j.training.TrainingEngine;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains networks with libtorch, PyTorch's own kernels, channels last: on the processor, or on a GPU where the natives for one are on
 * the class path. Safe for use by many threads.
 */
public final class LibtorchEngine implements TrainingEngine {
    /** Bytedeco's presets wrap this version, which the library itself does not tell. */
    private static final String VERSION = "2.10.0";

    /** What speeds bfloat16 up, by Linux' names. */
    private static final List<String> BFLOAT16 = List.of("avx512_bf16", "amx_bf16", "bf16");

    private final Place place;

    /** Where to compute. */
    public enum Place {
        /** The cores of the processor. */
        PROCESSOR,
        /** The first GPU that CUDA sees. */
        GPU
    }

    /**
     * Computes on the processor.
     *
     * @throws EngineUnavailableException when the native library does not load on this machine, with the reason and the remedy
     */
    public LibtorchEngine() {
        this(Place.PROCESSOR);
    }

    /**
     * Computes where it is told to.
     *
     * @throws EngineUnavailableException when the native library does not load, or there is no such place, with the remedy
     */
    public LibtorchEngine(Place place) {
        Libtorch.load();
        Libtorch.device(place); // refuses a GPU that is not there
        this.place = place;
    }

    @Override
    public String description() {
        try (PointerScope scope = new PointerScope()) {
            String where =
                    place == Place.GPU ? "GPU" : torch.get_cpu_capability().getString();
            return "%s %s (%s)".formatted(Libtorch.NAME, VERSION, where);
        }
    }

    @Override
    public Learner open(Network network, TensorSource weights, LearnerOptions options) throws IOException {
        Precision precision = resolve(options.precision());
        int threads = threads(options);
        String description =
                "%s, %s, %d %s".formatted(description(), precision, threads, threads == 1 ? "thread" : "threads");
        Numbers numbers = new Numbers(Libtorch.device(place), torch.ScalarType.Float, precision == Precision.BFLOAT16);
        return LibtorchLearner.open(network, weights, options, numbers, description);
    }

    /** The cores that compute, counted. */
    static int threads(LearnerOptions options) {
        return options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    }

    /**
     * What {@code wanted} comes to: {@link Precision#AUTO} is bf16 on a GPU, and where the processor has instructions for it. Asked
     * for, it computes in bf16 anywhere, if slowly.
     */
    public Precision resolve(Precision wanted) {
        if (wanted != Precision.AUTO) {
            return wanted;
        }
        boolean fast =
                place == Place.GPU || Processor.instructionSets().stream().anyMatch(BFLOAT16::contains);
        return fast ? Precision.BFLOAT16 : Precision.FLOAT32;
    }
}
