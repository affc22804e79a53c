package io.resnet4j.model;

/** What comes before the first block: a convolution, what {@link Block#start} adds to it, and perhaps a pool. */
@FunctionalInterface
public interface Stem {
    /** Adds the stem's nodes, before blocks of the kind {@code block}. */
    Value trace(Tracer t, Value x, Block block);

    /** 7x7 with stride 2 and a max-pool: an image of 224 enters the blocks at 56. */
    record Imagenet(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x, Block block) {
            return t.maxPool(block.start(t, t.conv("conv1", x, width, Window.of(7, 2))), Window.of(3, 2));
        }
    }

    /** 3x3 with stride 1: an image of 32 enters the blocks at 32. */
    record Cifar(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x, Block block) {
            return block.start(t, t.conv("conv1", x, width, Window.of(3, 1)));
        }
    }

    /** The same with a bias, as tutorials have it before {@link BiasedBasic} blocks. */
    record BiasedCifar(int width) implements Stem {
        @Override
        public Value trace(Tracer t, Value x, Block block) {
            return block.start(t, t.biasedConv("conv1", x, width, Window.of(3, 1)));
        }
    }
}
