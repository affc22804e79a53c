package io.resnet4j.model;

/** {@code relu(F(x))}: the same layers without the shortcut, which He et al. 2015, arXiv:1512.03385, compare with. */
public record Plain(Branch branch) implements Block {
    @Override
    public Value trace(Tracer t, Value x, Place place) {
        return t.relu(branch.trace(t, x, place));
    }
}
