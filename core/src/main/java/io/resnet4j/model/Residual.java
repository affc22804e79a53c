package io.resnet4j.model;

/** {@code relu(F(x) + x)}: the residual block of He et al. 2015, arXiv:1512.03385, figure 2. */
public record Residual(Branch branch, Shortcut shortcut) implements Block {
    @Override
    public Value trace(Tracer t, Value x, Place place) {
        Value residual = branch.trace(t, x, place);
        return t.relu(t.add(residual, shortcut.trace(t, x, t.channels(residual), place.stride())));
    }

    @Override
    public boolean endsInNorm() {
        return branch.endsInNorm();
    }
}
