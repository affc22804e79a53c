package io.resnet4j.model;

/** The residual {@code F(x)} of a block, what it learns to add: a function that adds its nodes to a network. */
@FunctionalInterface
public interface Branch {
    /** Adds the branch's nodes in the scope of {@code t} and returns what the branch yields. */
    Value trace(Tracer t, Value x, Place place);

    /** Whether it ends in {@link Tracer#lastNorm}, by which it can start at zero. */
    default boolean endsInNorm() {
        return false;
    }
}
