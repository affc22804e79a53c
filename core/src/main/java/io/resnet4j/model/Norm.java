package io.resnet4j.model;

/** Which norm a network has throughout: torchvision's {@code norm_layer}. */
@FunctionalInterface
public interface Norm {
    /** {@code torch.nn.BatchNorm2d}, the papers' and torchvision's default. */
    Norm BATCH = (channels, weight) -> new Op.BatchNorm2d(channels, weight, false);

    /** {@code torchvision.ops.FrozenBatchNorm2d}: statistics, scale and shift are constants. */
    Norm FROZEN_BATCH = (channels, weight) -> new Op.BatchNorm2d(channels, weight, true);

    /** {@code torch.nn.GroupNorm} with 32 groups, as its paper has it. */
    Norm GROUP = group(32);

    /** {@code torch.nn.GroupNorm} with that many groups. */
    static Norm group(int groups) {
        return (channels, weight) -> new Op.GroupNorm(groups, channels, weight);
    }

    /**
     * A norm of so many channels.
     *
     * @param weight what its scale starts at: 1, or 0 for a block that is to start as the identity
     */
    Op of(int channels, double weight);
}
