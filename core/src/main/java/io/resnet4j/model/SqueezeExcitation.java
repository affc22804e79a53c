package io.resnet4j.model;

/**
 * Scales the channels of a residual by what their means tell: Hu et al. 2017, arXiv:1709.01507, figure 3. Its tensors
 * are named as in torchvision's {@code SqueezeExcitation}; it stands after the residual's last norm, before the sum.
 *
 * @param branch the residual
 * @param reduction how many times fewer channels there are between {@code fc1} and {@code fc2}
 * @param bias whether these two have biases, as in the paper's code
 */
public record SqueezeExcitation(Branch branch, int reduction, boolean bias) implements Branch {
    /** With the paper's reduction by 16, and biases. */
    public SqueezeExcitation(Branch branch) {
        this(branch, 16, true);
    }

    public SqueezeExcitation {
        Checks.positive(reduction, "the reduction");
    }

    @Override
    public Value trace(Tracer t, Value x, Place place) {
        Value y = branch.trace(t, x, place);
        Tracer se = t.in("se");
        return se.multiply(y, gate(se, y));
    }

    /** What is zero is so after scaling too. */
    @Override
    public boolean endsInNorm() {
        return branch.endsInNorm();
    }

    private Value gate(Tracer se, Value y) {
        int channels = se.channels(y);
        if (channels < reduction) {
            throw new IllegalArgumentException(
                    "squeeze-and-excitation cannot reduce %d channels %d times".formatted(channels, reduction));
        }
        Value squeezed = se.relu(fc(se, "fc1", se.globalAvgPool(y), channels / reduction));
        return se.sigmoid(fc(se, "fc2", squeezed, channels));
    }

    /** A linear layer, written as a 1x1 convolution of an image of 1x1. */
    private Value fc(Tracer se, String name, Value x, int out) {
        Window one = Window.of(1, 1);
        return bias ? se.biasedConv(name, x, out, one) : se.conv(name, x, out, one);
    }
}
