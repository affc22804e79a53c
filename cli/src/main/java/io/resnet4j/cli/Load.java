package io.resnet4j.cli;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Handover;
import io.resnet4j.inference.Session;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a session does when each of its lanes always has a caller.
 *
 * @param nanos what each call took, from the caller's side, the shortest first
 * @param seconds from the first call to the end of the last
 * @param batch how many images a call takes
 */
record Load(long[] nanos, double seconds, int batch) {
    /** Calls for so many seconds, and at least once on each lane. */
    static Load of(Session session, Batch batch, double seconds) {
        ExecutorService callers = Executors.newFixedThreadPool(session.lanes());
        try {
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            List<CompletableFuture<long[]>> calls = IntStream.range(0, session.lanes())
                    .mapToObj(lane -> CompletableFuture.supplyAsync(() -> call(session, batch, end), callers))
                    .toList();
            long[] nanos = calls.stream()
                    .flatMapToLong(call -> Arrays.stream(call.join()))
                    .sorted()
                    .toArray();
            return new Load(nanos, (System.nanoTime() - start) / 1e9, batch.size());
        } catch (CompletionException e) {
            throw Handover.toCaller(e.getCause());
        } finally {
            callers.shutdown();
        }
    }

    private static long[] call(Session session, Batch batch, long end) {
        LongStream.Builder nanos = LongStream.builder();
        do {
            long start = System.nanoTime();
            session.run(batch);
            nanos.add(System.nanoTime() - start);
        } while (System.nanoTime() < end);
        return nanos.build().toArray();
    }

    /** Of a hundred calls so many took no longer than this, in milliseconds. */
    double millis(int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * nanos.length); // the nearest rank, from 1
        return nanos[Math.max(1, rank) - 1] / 1e6;
    }

    double imagesPerSecond() {
        return nanos.length * batch / seconds;
    }
}
