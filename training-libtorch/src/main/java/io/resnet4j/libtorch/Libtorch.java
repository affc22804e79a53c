package io.resnet4j.libtorch;

import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.EngineUnavailableException;
import io.resnet4j.openmp.OpenMp;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/** The native library, loaded once. */
final class Libtorch {
    private static LinkageError failure; // kept, as a second attempt would not say the reason

    private Libtorch() {}

    /**
     * Loads the library unless it is there already.
     *
     * @throws EngineUnavailableException when it does not load, with the reason
     */
    static synchronized void load() {
        if (failure == null) {
            try {
                OpenMp.waitingBriefly(() -> Loader.load(torch.class));
                return;
            } catch (LinkageError e) {
                failure = e;
            }
        }
        throw new EngineUnavailableException(
                "libtorch does not load on %s: %s; put org.bytedeco:pytorch and org.bytedeco:openblas with the classifier of this platform on the class path"
                        .formatted(Loader.getPlatform(), failure.getMessage()),
                failure);
    }

    /**
     * Where to compute.
     *
     * @throws EngineUnavailableException when a GPU is asked for that libtorch does not see
     */
    static Device device(LibtorchEngine.Place place) {
        if (place == LibtorchEngine.Place.GPU && !torch.cuda_is_available()) {
            throw new EngineUnavailableException(
                    "libtorch sees no GPU; put org.bytedeco:pytorch with the classifier PLATFORM-gpu and org.bytedeco:cuda with"
                            + " PLATFORM-redist on the class path, or compute on the processor");
        }
        return new Device(place == LibtorchEngine.Place.GPU ? torch.DeviceType.CUDA : torch.DeviceType.CPU);
    }

    /** Does native work. The bare exception that JavaCPP makes of one of C++ becomes one that says what failed. */
    static <T> T explain(Supplier<String> whatTo, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (e.getClass() != RuntimeException.class) {
                throw e;
            }
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new EngineException("libtorch cannot %s: %s".formatted(whatTo.get(), reason), e);
        }
    }
}
