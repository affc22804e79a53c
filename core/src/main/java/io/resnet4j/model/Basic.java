package io.resnet4j.model;

/** Two 3x3 convolutions: figure 5 (left) of He et al. 2015, arXiv:1512.03385; torchvision's {@code BasicBlock}. */
public record Basic() implements Branch {
    @Override
    public Value trace(Tracer t, Value x, Place place) {
        place.requirePlain("BasicBlock");
        Value y = t.conv("conv1", x, place.planes(), Window.of(3, place.stride()));
        y = t.relu(t.norm("bn1", y));
        y = t.conv("conv2", y, place.planes(), Window.of(3, 1));
        return t.lastNorm("bn2", y);
    }

    @Override
    public boolean endsInNorm() {
        return true;
    }
}
