package io.resnet4j.model;

/** What carries a block's input past its residual: the options of He et al. 2015, arXiv:1512.03385, section 4.1. */
@FunctionalInterface
public interface Shortcut {
    /**
     * Adds the shortcut's nodes, if it has any, in the scope of {@code t}.
     *
     * @param channels of the block's output
     * @param stride of the block
     */
    Value trace(Tracer t, Value x, int channels, int stride);

    /** Whether a block's input has the shape of its output already. */
    static boolean isIdentity(Tracer t, Value x, int channels, int stride) {
        return stride == 1 && t.channels(x) == channels;
    }

    /** Option A: where the shape changes, subsample and pad with channels of zeros; no parameters. */
    record Padding() implements Shortcut {
        @Override
        public Value trace(Tracer t, Value x, int channels, int stride) {
            return isIdentity(t, x, channels, stride) ? x : t.padShortcut(x, channels, stride);
        }
    }

    /** Option B: where the shape changes, a strided 1x1 convolution and a norm. */
    record Projection(String name) implements Shortcut {
        /** As torchvision calls it. */
        public Projection() {
            this("downsample");
        }

        @Override
        public Value trace(Tracer t, Value x, int channels, int stride) {
            return isIdentity(t, x, channels, stride) ? x : new ProjectionAlways(name).trace(t, x, channels, stride);
        }
    }

    /** Option C: a 1x1 convolution and a norm in every block. */
    record ProjectionAlways(String name) implements Shortcut {
        @Override
        public Value trace(Tracer t, Value x, int channels, int stride) {
            Tracer scope = t.in(name);
            return scope.norm("1", scope.conv("0", x, channels, Window.of(1, stride)));
        }
    }
}
