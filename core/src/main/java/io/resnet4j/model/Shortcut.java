package io.resnet4j.model;

/** What carries a block's input past its residual: the options of He et al. 2015, arXiv:1512.03385, section 4.1. */
@FunctionalInterface
public interface Shortcut {
    /** Option A: where the shape changes, subsample and pad with channels of zeros; no parameters. */
    Shortcut PADDING = orIdentity(Tracer::padShortcut);

    /** Option B: where the shape changes, a strided 1x1 convolution and a norm; torchvision's {@code downsample}. */
    Shortcut PROJECTION = projection("downsample");

    /** Option B under another name. */
    static Shortcut projection(String name) {
        return orIdentity(projectionAlways(name));
    }

    /** Option C: a 1x1 convolution and a norm in every block. */
    static Shortcut projectionAlways(String name) {
        return (t, x, channels, stride) -> {
            Tracer scope = t.in(name);
            return scope.norm("1", scope.conv("0", x, channels, Window.of(1, stride)));
        };
    }

    private static Shortcut orIdentity(Shortcut change) {
        return (t, x, channels, stride) ->
                isIdentity(t, x, channels, stride) ? x : change.trace(t, x, channels, stride);
    }

    /** Whether a block's input has the shape of its output already. */
    static boolean isIdentity(Tracer t, Value x, int channels, int stride) {
        return stride == 1 && t.channels(x) == channels;
    }

    /**
     * Adds the shortcut's nodes, if it has any, in the scope of {@code t}.
     *
     * @param channels of the block's output
     * @param stride of the block
     */
    Value trace(Tracer t, Value x, int channels, int stride);
}
