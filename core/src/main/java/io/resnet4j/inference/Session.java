package io.resnet4j.inference;

import io.resnet4j.model.Shape;
import java.time.Duration;

/**
 * A network with its weights, ready to run. Safe for use by many threads, which wait for a lane in the order in which they
 * came; {@link #close} lets them finish, then frees all the session holds.
 */
public interface Session extends AutoCloseable {
    /**
     * Runs the network on a batch of any size and, as far as the network takes it, any image size. The first run of
     * a shape on each lane takes longer: its plan is made then. An interrupt does not end the wait.
     *
     * @throws IllegalArgumentException when images of that shape do not pass through the network
     * @throws BusyException when as many callers wait as the options allow
     * @throws IllegalStateException when the session is closed
     */
    Outputs run(Batch batch);

    /**
     * The same for who cannot wait forever: after {@code patience}, or when interrupted, it leaves the queue. Once a lane works for
     * it, it gets its answer.
     *
     * @throws BusyException when no lane came free in time, or too many wait already
     * @throws InterruptedException when interrupted while it waits
     */
    Outputs run(Batch batch, Duration patience) throws InterruptedException;

    /**
     * Waits like {@link #run(Batch)}, then makes every lane ready for batches of {@code batch} images of the shape {@code image}, so that the first run takes no longer
     * than the next.
     *
     * @throws IllegalArgumentException when images of that shape do not pass through the network
     * @throws BusyException when as many callers wait as the options allow
     * @throws IllegalStateException when the session is closed
     */
    void warmUp(Shape image, int batch);

    /**
     * Runs the network {@code runs} times on a batch, and takes the time of each step. A profiled run takes a little longer than
     * others: no step begins before the one before it has ended, and all threads of a lane work on each, while {@link #run(Batch)}
     * may give each thread a part of a large batch. Waits like {@link #run(Batch)}.
     *
     * @throws IllegalArgumentException when images of that shape do not pass through the network, or {@code runs} is less than 1
     * @throws BusyException when as many callers wait as the options allow
     * @throws IllegalStateException when the session is closed
     */
    Profile profile(Batch batch, int runs);

    /** How many batches run at a time; other callers wait. */
    int lanes();

    /** How it runs, in a line: engine, precision, lanes and threads. */
    String description();

    @Override
    void close();
}
