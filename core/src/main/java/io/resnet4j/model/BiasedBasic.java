package io.resnet4j.model;

/** Two 3x3 convolutions with biases, which the norms after them make idle: how tutorials write {@link Basic}. */
public record BiasedBasic() implements Branch {
    @Override
    public Value trace(Tracer t, Value x, Place place) {
        place.requirePlain("BiasedBasic");
        Value y = t.biasedConv("conv1", x, place.planes(), Window.of(3, place.stride()));
        y = t.relu(t.norm("bn1", y));
        y = t.biasedConv("conv2", y, place.planes(), Window.of(3, 1));
        return t.lastNorm("bn2", y);
    }

    @Override
    public boolean endsInNorm() {
        return true;
    }
}
