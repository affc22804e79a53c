package io.resnet4j.model;

/** What comes before the first block. */
@FunctionalInterface
public interface Stem {
    /** 7x7 with stride 2 and a max-pool: an image of 224 enters the blocks at 56. */
    static Stem imagenet(int width) {
        return (t, x) -> t.maxPool(t.relu(t.norm("bn1", t.conv("conv1", x, width, Window.of(7, 2)))), Window.of(3, 2));
    }

    /** The same for {@link PreActivation} blocks, which begin with a norm and a ReLU of their own. */
    static Stem bareImagenet(int width) {
        return (t, x) -> t.maxPool(t.conv("conv1", x, width, Window.of(7, 2)), Window.of(3, 2));
    }

    /** 3x3 with stride 1: an image of 32 enters the blocks at 32. */
    static Stem cifar(int width) {
        return (t, x) -> t.relu(t.norm("bn1", t.conv("conv1", x, width, Window.of(3, 1))));
    }

    /** The same for {@link PreActivation} blocks. */
    static Stem bareCifar(int width) {
        return (t, x) -> t.conv("conv1", x, width, Window.of(3, 1));
    }

    /** The same with a bias, for {@link BiasedBasic} blocks. */
    static Stem biasedCifar(int width) {
        return (t, x) -> t.relu(t.norm("bn1", t.biasedConv("conv1", x, width, Window.of(3, 1))));
    }

    /** Adds the stem's nodes. */
    Value trace(Tracer t, Value x);
}
