package io.resnet4j.model;

/** What carries a block's input past its residual: options A and B of He et al. 2015, section 3.3. */
public enum Shortcut {
    /** Option A: subsample and pad with channels of zeros; no parameters. CIFAR's ResNets use it. */
    ZERO_PADDING {
        @Override
        Value change(Tracer t, Value x, int channels, int stride) {
            return t.padShortcut(x, channels, stride);
        }
    },
    /** Option B: a strided 1x1 convolution and a norm, torchvision's {@code downsample}. */
    PROJECTION {
        @Override
        Value change(Tracer t, Value x, int channels, int stride) {
            Tracer downsample = t.in("downsample");
            return downsample.norm("1", downsample.conv("0", x, channels, 1, stride));
        }
    };

    /** The identity where the shape stays, and else this option's way to change it. */
    public Value trace(Tracer t, Value x, int channels, int stride) {
        return stride == 1 && t.channels(x) == channels ? x : change(t, x, channels, stride);
    }

    abstract Value change(Tracer t, Value x, int channels, int stride);
}
