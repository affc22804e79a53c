package io.resnet4j.model;

/**
 * Where a block stands: what torchvision's block constructors are told.
 *
 * @param planes channels of the block's 3x3 convolutions, before any widening or expansion
 * @param stride the step of the block
 * @param dilation of its 3x3 convolutions
 * @param cardinality of the stages it belongs to
 */
public record Place(int planes, int stride, int dilation, Cardinality cardinality) {
    public Place {
        Checks.positive(planes, "a block's planes");
        Checks.positive(stride, "a block's stride");
        Checks.positive(dilation, "a block's dilation");
    }

    /** Without dilation, of the papers' width, in one group. */
    public static Place of(int planes, int stride) {
        return new Place(planes, stride, 1, Cardinality.ONE);
    }

    /** Channels of a bottleneck's 3x3 convolution. */
    int width() {
        return cardinality.width(planes);
    }

    /** Refuses, as torchvision does, what a block of two plain 3x3 convolutions has no answer to. */
    void requirePlain(String block) {
        if (!cardinality.equals(Cardinality.ONE)) {
            throw new IllegalArgumentException("%s supports only groups=1 and width_per_group=64, got groups=%d and"
                            .formatted(block, cardinality.groups())
                    + " width_per_group=%d; a bottleneck takes them".formatted(cardinality.widthPerGroup()));
        }
        if (dilation > 1) {
            throw new IllegalArgumentException(
                    "%s supports no dilation, got %d; a bottleneck does".formatted(block, dilation));
        }
    }
}
