package io.resnet4j.model;

/**
 * What follows the first norm and ReLU of a {@link PreActivation} block of two 3x3 convolutions: figure 1 (b) of He et
 * al. 2016, arXiv:1603.05027; with dropout in between, Wide ResNet's (Zagoruyko and Komodakis 2016, arXiv:1605.07146,
 * figure 1 d).
 *
 * @param dropout the probability with which a number between the convolutions is left out in training
 */
public record PreBasic(double dropout) implements Branch {
    /** Without dropout. */
    public PreBasic() {
        this(0);
    }

    public PreBasic {
        Checks.probability(dropout, "the probability of a dropout");
    }

    @Override
    public Value trace(Tracer t, Value x, Place place) {
        place.requirePlain("PreBasic");
        Value y = t.conv("conv1", x, place.planes(), Window.of(3, place.stride()));
        y = t.dropout(t.relu(t.norm("bn2", y)), dropout);
        return t.conv("conv2", y, place.planes(), Window.of(3, 1));
    }
}
