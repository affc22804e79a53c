package io.resnet4j.model;

/**
 * A 3x3 convolution between two of 1x1 that narrow and widen: figure 5 (right) of He et al. 2015, arXiv:1512.03385;
 * with groups, ResNeXt's (Xie et al. 2016, arXiv:1611.05431, figure 3c); torchvision's {@code Bottleneck}.
 *
 * <p>This is "ResNet v1.5": the stride sits on the 3x3, where the paper has it on the first 1x1. Weights of one do not
 * work in the other, though every shape fits.
 *
 * @param expansion how many times the stage's planes the last convolution yields
 */
public record Bottleneck(int expansion) implements Branch {
    /** Of expansion 4, as in the papers and in torchvision. */
    public Bottleneck() {
        this(4);
    }

    public Bottleneck {
        Checks.positive(expansion, "a bottleneck's expansion");
    }

    @Override
    public Value trace(Tracer t, Value x, Place place) {
        int width = place.width();
        Value y = t.conv("conv1", x, width, Window.of(1, 1));
        y = t.relu(t.norm("bn1", y));
        y = t.conv(
                "conv2",
                y,
                width,
                new Window(3, place.stride(), place.dilation()),
                place.cardinality().groups());
        y = t.relu(t.norm("bn2", y));
        y = t.conv("conv3", y, place.planes() * expansion, Window.of(1, 1));
        return t.lastNorm("bn3", y);
    }

    @Override
    public boolean endsInNorm() {
        return true;
    }
}
