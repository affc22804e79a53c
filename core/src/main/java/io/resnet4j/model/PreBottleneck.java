package io.resnet4j.model;

/**
 * What follows the first norm and ReLU of a {@link PreActivation} block with a bottleneck: He et al. 2016,
 * arXiv:1603.05027, section 3. Stride, width and groups are {@link Bottleneck}'s.
 *
 * @param expansion how many times the stage's planes the last convolution yields
 */
public record PreBottleneck(int expansion) implements Branch {
    /** Of expansion 4, as in the paper. */
    public PreBottleneck() {
        this(4);
    }

    public PreBottleneck {
        Checks.positive(expansion, "a bottleneck's expansion");
    }

    @Override
    public Value trace(Tracer t, Value x, Place place) {
        int width = place.width();
        Value y = t.conv("conv1", x, width, Window.of(1, 1));
        y = t.relu(t.norm("bn2", y));
        y = t.conv(
                "conv2",
                y,
                width,
                new Window(3, place.stride(), place.dilation()),
                place.cardinality().groups());
        y = t.relu(t.norm("bn3", y));
        return t.conv("conv3", y, place.planes() * expansion, Window.of(1, 1));
    }
}
