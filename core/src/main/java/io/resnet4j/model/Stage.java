package io.resnet4j.model;

/**
 * Blocks of one width and resolution: {@code layer1} to {@code layer4}.
 *
 * @param planes channels of the block's inner convolutions, before any expansion
 * @param blocks how many
 * @param stride the step of the first block; those after it keep the size
 */
public record Stage(int planes, int blocks, int stride) {
    public Stage {
        Sizes.positive(planes, "a stage's planes");
        Sizes.positive(blocks, "a stage's blocks");
        Sizes.positive(stride, "a stage's stride");
    }

    /** The stage as the blocks after the first see it. */
    Stage afterFirst() {
        return new Stage(planes, blocks, 1);
    }
}
