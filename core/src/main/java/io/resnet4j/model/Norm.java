package io.resnet4j.model;

/** Which norm a network has throughout: torchvision's {@code norm_layer}. */
@FunctionalInterface
public interface Norm {
    /**
     * A norm of so many channels.
     *
     * @param weight what its scale starts at: 1, or 0 for a block that is to start as the identity
     */
    Op of(int channels, double weight);

    /** {@code torch.nn.BatchNorm2d}, the papers' and torchvision's default. */
    record Batch() implements Norm {
        @Override
        public Op of(int channels, double weight) {
            return new Op.BatchNorm2d(channels, weight, false);
        }
    }

    /** {@code torchvision.ops.FrozenBatchNorm2d}: statistics, scale and shift are constants. */
    record FrozenBatch() implements Norm {
        @Override
        public Op of(int channels, double weight) {
            return new Op.BatchNorm2d(channels, weight, true);
        }
    }

    /** {@code torch.nn.GroupNorm} with that many groups. */
    record Group(int groups) implements Norm {
        /** With 32, as its paper has it. */
        public Group() {
            this(32);
        }

        @Override
        public Op of(int channels, double weight) {
            return new Op.GroupNorm(groups, channels, weight);
        }
    }
}
