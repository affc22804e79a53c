package io.resnet4j.model;

/** One of the units that a stage repeats: a function that adds its nodes to a network. */
@FunctionalInterface
public interface Block {
    /** Adds the block's nodes in the scope of {@code t} and returns what the block yields. */
    Value trace(Tracer t, Value x, Place place);

    /** Adds what must stand between the stem's convolution and the first block: for most, a norm and a ReLU. */
    default Value start(Tracer t, Value x) {
        return t.relu(t.norm("bn1", x));
    }

    /** Adds what must follow the last block of a network; for most, nothing. */
    default Value finish(Tracer t, Value x) {
        return x;
    }

    /** Whether what it adds to its input ends in a norm, so that it can start as the identity. */
    default boolean endsInNorm() {
        return false;
    }

    /**
     * The block alone as a network, from images of {@code channels} channels to what the block yields.
     *
     * @param name what the network is called
     */
    default Network network(String name, int channels, Place place) {
        Tracer t = Tracer.start(channels);
        return t.finish(name, trace(t, t.input(), place));
    }
}
