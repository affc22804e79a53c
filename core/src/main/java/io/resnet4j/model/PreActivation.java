package io.resnet4j.model;

/**
 * {@code x + F(relu(norm(x)))}: the block of He et al. 2016, arXiv:1603.05027, figure 1 (b), known as v2. Where the shape
 * changes, a 1x1 convolution without norm takes the activated input. Each block begins with a norm and a ReLU, so the stem
 * has none; the sums are never activated on their way, so a norm and a ReLU follow the last block.
 *
 * @param branch what follows the first norm and ReLU, such as {@link PreBasic}
 */
public record PreActivation(Branch branch) implements Block {
    @Override
    public Value trace(Tracer t, Value x, Place place) {
        Value activated = t.relu(t.norm("bn1", x));
        Value residual = branch.trace(t, activated, place);
        int channels = t.channels(residual);
        if (Shortcut.isIdentity(t, x, channels, place.stride())) {
            return t.add(residual, x);
        }
        Window window = Window.of(1, place.stride());
        return t.add(residual, t.in("downsample").conv("0", activated, channels, window));
    }

    @Override
    public Value start(Tracer t, Value x) {
        return x;
    }

    @Override
    public Value finish(Tracer t, Value x) {
        return t.relu(t.norm("norm", x));
    }
}
