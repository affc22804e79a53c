package io.resnet4j.libtorch;

import io.resnet4j.inference.EngineUnavailableException;
import io.resnet4j.openmp.OpenMp;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** The native library, loaded once. */
final class Libtorch {
    /** What it is called in messages. */
    static final String NAME = "libtorch";

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
    static DeviceType device(LibtorchEngine.Place place) {
        if (place == LibtorchEngine.Place.GPU && !torch.cuda_is_available()) {
            throw new EngineUnavailableException(
                    "libtorch sees no GPU; put org.bytedeco:pytorch with the classifier PLATFORM-gpu and org.bytedeco:cuda with"
                            + " PLATFORM-redist on the class path, or compute on the processor");
        }
        return place == LibtorchEngine.Place.GPU ? DeviceType.CUDA : DeviceType.CPU;
    }
}
