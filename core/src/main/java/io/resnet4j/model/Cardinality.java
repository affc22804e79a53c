package io.resnet4j.model;

/**
 * Into how many groups a bottleneck's 3x3 convolution is split, and how wide each is: Xie et al. 2016, arXiv:1611.05431.
 * A wide ResNet of torchvision is one group of more than 64.
 *
 * @param widthPerGroup channels of one group in a stage of 64 planes; in proportion elsewhere
 */
public record Cardinality(int groups, int widthPerGroup) {
    private static final int PLANES = 64;

    /** ResNet's own: one group as wide as the stage has planes. */
    public static final Cardinality ONE = new Cardinality(1, PLANES);

    public Cardinality {
        Checks.positive(groups, "groups");
        Checks.positive(widthPerGroup, "the width of a group");
    }

    /** Channels of the 3x3 convolution in a stage of so many planes. */
    int width(int planes) {
        return (int) ((long) planes * widthPerGroup / PLANES) * groups;
    }
}
