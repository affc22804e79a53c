package io.resnet4j.model;

/** What a node yields, named as the node is; the input of a network is named {@code x}. */
public record Value(String name) {
    @Override
    public String toString() {
        return name;
    }
}
