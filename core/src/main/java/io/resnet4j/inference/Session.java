package io.resnet4j.inference;

/** A network with its weights, ready to run. Safe for use by many threads; {@link #close} frees all it holds. */
public interface Session extends AutoCloseable {
    /**
     * Runs the network on a batch of any size and, as far as the network takes it, any image size. The first run of
     * a shape takes longer: its plan is made then.
     *
     * @throws IllegalArgumentException when images of that shape do not pass through the network
     * @throws IllegalStateException when the session is closed
     */
    Outputs run(Batch batch);

    @Override
    void close();
}
