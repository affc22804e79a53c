package io.resnet4j.testkit;

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
}
