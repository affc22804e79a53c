package io.resnet4j.model;

/** A residual block: a function that adds its nodes to a network. A variant with another structure is another block. */
@FunctionalInterface
public interface Block {
    /** Adds the block's nodes in the scope of {@code t} and returns what the block yields. */
    Value trace(Tracer t, Value x, Stage stage);
}
