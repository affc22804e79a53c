package io.resnet4j.model;

/** What comes before the first block. */
public enum Stem {
    /** 7x7 with stride 2 and a max-pool: an image of 224 enters the blocks at 56. */
    IMAGENET {
        @Override
        Value trace(Tracer t, Value x, int width) {
            return t.maxPool(t.relu(t.norm("bn1", t.conv("conv1", x, width, 7, 2))), 3, 2);
        }
    },
    /** 3x3 with stride 1: an image of 32 enters the blocks at 32. */
    CIFAR {
        @Override
        Value trace(Tracer t, Value x, int width) {
            return t.relu(t.norm("bn1", t.conv("conv1", x, width, 3, 1)));
        }
    };

    /** Adds the stem's nodes; its output has {@code width} channels. */
    abstract Value trace(Tracer t, Value x, int width);
}
