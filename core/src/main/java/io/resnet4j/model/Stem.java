package io.resnet4j.model;

/** What comes before the first block. */
@FunctionalInterface
public interface Stem {
    /** Adds the stem's nodes. */
    Value trace(Tracer t, Value x);

    /** 7x7 with stride 2 and a max-pool: an image of 224 enters the blocks at 56. */
    record Imagenet(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x) {
            return t.maxPool(t.relu(t.norm("bn1", t.conv("conv1", x, width, Window.of(7, 2)))), Window.of(3, 2));
        }
    }

    /** The same for {@link PreActivation} blocks, which begin with a norm and a ReLU of their own. */
    record BareImagenet(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x) {
            return t.maxPool(t.conv("conv1", x, width, Window.of(7, 2)), Window.of(3, 2));
        }
    }

    /** 3x3 with stride 1: an image of 32 enters the blocks at 32. */
    record Cifar(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x) {
            return t.relu(t.norm("bn1", t.conv("conv1", x, width, Window.of(3, 1))));
        }
    }

    /** The same for {@link PreActivation} blocks. */
    record BareCifar(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x) {
            return t.conv("conv1", x, width, Window.of(3, 1));
        }
    }

    /** The same with a bias, for {@link BiasedBasic} blocks. */
    record BiasedCifar(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x) {
            return t.relu(t.norm("bn1", t.biasedConv("conv1", x, width, Window.of(3, 1))));
        }
    }
}
