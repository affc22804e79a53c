package io.resnet4j.testkit;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** How much the process grows beside the Java heap while something is done many times. */
public final class ResidentMemory {
    /** Something that may fail. */
    public interface Work {
        void run() throws Exception;
    }

    private ResidentMemory() {}

    /**
     * The growth, in bytes, over {@code times} runs. A quarter as many go before, so that what is allocated once is there.
     *
     * @param resident tells the bytes of the process that are in physical memory
     */
    public static long growth(LongSupplier resident, int times, Work work) throws Exception {
        for (int i = 0; i < times / 4; i++) {
            work.run();
        }
        System.gc();
        long before = resident.getAsLong();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return resident.getAsLong() - before;
    }

    /**
     * Three growths, the least first: a leak shows each time, what compilers and allocators take or give back for themselves does
     * not. Each is measured after the allocator has given back what was freed and it merely keeps, of which a leak could be served
     * unseen.
     */
    public static long[] threeGrowths(LongSupplier resident, int times, Work work) throws Exception {
        LongSupplier trimmed = () -> {
            if (Platform.isLinux()) {
                NativeLibrary.getProcess().getFunction("malloc_trim").invoke(new Object[] {0L});
            }
            return resident.getAsLong();
        };
        long[] growths = new long[3];
        for (int i = 0; i < growths.length; i++) {
            growths[i] = growth(trimmed, times, work);
        }
        Arrays.sort(growths);
        return growths;
    }
}
