package io.resnet4j.onednn;

import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.EngineUnavailableException;
import io.resnet4j.openmp.OpenMp;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.engine.kind;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** The native library, loaded once. */
final class OneDnn {
    /** What it is called in messages. */
    static final String NAME = "oneDNN";

    private static OneDnn loaded;
    private static LinkageError failure; // kept, as a second attempt would not say the reason

    private final OpenMp openMp;

    private OneDnn() {
        OpenMp.waitingBriefly(() -> Loader.load(dnnl.class));
        openMp = OpenMp.among(Loader.getLoadedLibraries());
    }

    /**
     * Loads the library unless it is there already.
     *
     * @throws EngineUnavailableException when it does not load, with the reason
     */
    static synchronized OneDnn load() {
        if (failure != null) {
            throw unavailable(failure);
        }
        if (loaded == null) {
            try {
                loaded = new OneDnn();
            } catch (LinkageError e) {
                failure = e;
                throw unavailable(e);
            }
        }
        return loaded;
    }

    private static EngineUnavailableException unavailable(LinkageError reason) {
        return new EngineUnavailableException(
                "oneDNN does not load on %s: %s; put org.bytedeco:dnnl and org.bytedeco:opencl with the classifier of this platform on the class path"
                        .formatted(Loader.getPlatform(), reason.getMessage()),
                reason);
    }

    /** Sets how many threads work on the primitives that the calling thread creates and runs. */
    void setTeamSize(int threads) {
        openMp.setTeamSize(threads);
    }

    /** What JavaCPP has loaded, for oneDNN or others. */
    List<Path> natives() {
        return Loader.getLoadedLibraries().values().stream()
                .distinct()
                .map(Path::of)
                .toList();
    }

    /** A handle for native work on this processor, which any number of lanes may share. */
    engine engine() {
        return lasting(() -> new engine(kind.cpu, 0));
    }

    /** Makes what lives until it is deallocated, whatever scope the caller has open. */
    static <P extends Pointer> P lasting(Supplier<P> maker) {
        return EngineException.explain(NAME, () -> "use this processor", () -> {
            try (PointerScope scope = new PointerScope()) {
                P made = maker.get();
                made.retainReference();
                return made;
            }
        });
    }

    /** Whether the processor multiplies bfloat16, and oneDNN is allowed to have it do so. */
    boolean multipliesBfloat16() {
        int needed = cpu_isa.avx512_core_bf16.value; // instruction sets are bits, each with those it extends
        return (dnnl.get_effective_cpu_isa().intern().value & needed) == needed;
    }

    /** Version and instruction set, such as {@code oneDNN 3.11.0 (AVX512_CORE_BF16)}. */
    String description() {
        dnnl_version_t version = dnnl.version();
        String isa = dnnl.get_effective_cpu_isa().intern().name().toUpperCase(Locale.ROOT);
        return "oneDNN %d.%d.%d (%s)".formatted(version.major(), version.minor(), version.patch(), isa);
    }
}
