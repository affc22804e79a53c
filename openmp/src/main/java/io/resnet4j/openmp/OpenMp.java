package io.resnet4j.openmp;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.List;
import java.util.Map;

/** An OpenMP runtime in this process, of which native libraries that were linked with the same one share one copy. */
public final class OpenMp {
    /** The runtimes that libraries may be linked with, as JavaCPP names what it loads. */
    private static final List<String> RUNTIMES = List.of("gomp", "iomp5", "omp");

    /**
     * How threads wait. GNU's runtime looks some 0.1 ms long, which is more than the shares of a layer differ on cores that are free. Where
     * there are more threads than cores, be they asleep, it would look no longer than 1 µs and then sleep at every layer; told to be
     * active, it looks 10 µs long. LLVM's and Intel's, which would be active for ever, look 1 ms.
     */
    private static final Map<String, String> WAITING =
            Map.of("GOMP_SPINCOUNT", "10000", "OMP_WAIT_POLICY", "ACTIVE", "KMP_BLOCKTIME", "1");

    private final Function setTeamSize;

    private OpenMp(Function setTeamSize) {
        this.setTeamSize = setTeamSize;
    }

    /**
     * Loads native libraries so that threads which wait for each other go to sleep early. Left to itself, GNU's runtime has them
     * spin for milliseconds; on cores that others use too, the one who spins then takes the core of the one he waits for, at
     * every layer of a network. Whoever has set one of these variables knows better. It reads them as it is loaded, so not
     * if someone else has loaded it before.
     */
    public static void waitingBriefly(Runnable load) {
        if (!Platform.isLinux() || WAITING.keySet().stream().anyMatch(System.getenv()::containsKey)) {
            load.run();
            return;
        }
        NativeLibrary process = NativeLibrary.getProcess();
        WAITING.forEach((name, value) -> process.getFunction("setenv").invoke(new Object[] {name, value, 0}));
        try {
            load.run();
        } finally { // processes that this one starts are not to inherit them
            WAITING.keySet().forEach(name -> process.getFunction("unsetenv").invoke(new Object[] {name}));
        }
    }

    /**
     * The runtime among what JavaCPP has loaded: the very one that a library uses, by its path, as another copy would count for
     * itself alone.
     *
     * @param loaded where each library lies, by its name with an optional version behind {@code @}
     * @throws UnsatisfiedLinkError when there is none
     */
    public static OpenMp among(Map<String, String> loaded) {
        String path = loaded.entrySet().stream()
                .filter(library -> RUNTIMES.contains(library.getKey().split("@")[0]))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new UnsatisfiedLinkError("it came with none of the OpenMP runtimes " + RUNTIMES));
        return new OpenMp(NativeLibrary.getInstance(path).getFunction("omp_set_num_threads"));
    }

    /** Sets how many threads work on what the calling thread asks of native libraries. */
    public void setTeamSize(int threads) {
        setTeamSize.invoke(new Object[] {threads});
    }
}
