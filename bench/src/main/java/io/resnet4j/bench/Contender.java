package io.resnet4j.bench;

import java.io.IOException;

/** One engine with one network and one batch, ready to be timed again and again. */
interface Contender extends Turns.Named, AutoCloseable {
    /** Engine and version. */
    @Override
    String name();

    /** What it computes for the bench's image, {@code [batch, classes]}. */
    float[] logits();

    /** The median time of a run, over as many runs as fit into {@code seconds}, in milliseconds. */
    double medianMillis(double seconds) throws IOException;

    @Override
    void close() throws IOException;
}
