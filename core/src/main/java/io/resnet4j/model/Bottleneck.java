package io.resnet4j.model;

/**
 * A 3x3 convolution between two of 1x1 that narrow and widen: figure 5 (right) of He et al. 2015, arXiv:1512.03385;
 * torchvision's {@code Bottleneck}.
 *
 * <p>This is "ResNet v1.5": the stride sits on the 3x3, where the paper has it on the first 1x1. Weights of one do not
 * work in the other, though every shape fits.
 */
public record Bottleneck(Shortcut shortcut) implements Block {
    /** A bottleneck yields four times the channels of its inner convolution. */
    static final int EXPANSION = 4;

    @Override
    public Value trace(Tracer t, Value x, Stage stage) {
        int out = stage.planes() * EXPANSION;
        Value y = t.conv("conv1", x, stage.planes(), 1, 1);
        y = t.relu(t.norm("bn1", y));
        y = t.conv("conv2", y, stage.planes(), 3, stage.stride());
        y = t.relu(t.norm("bn2", y));
        y = t.conv("conv3", y, out, 1, 1);
        y = t.norm("bn3", y);
        return t.relu(t.add(y, shortcut.trace(t, x, out, stage.stride())));
    }
}
