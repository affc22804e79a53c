package io.resnet4j.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A residual network in a line of data; {@link #network} is what it describes. Immutable: each {@code with} returns
 * another description, and options are torchvision's, by its names.
 *
 * @param name torchvision's or the paper's, such as {@code resnet50}
 * @param paper where it was first described
 * @param task what it was designed for
 * @param channels of the images it takes: 3 for RGB
 */
public record ResNetSpec(String name, Paper paper, Task task, int channels, Trunk trunk, Head head) {
    private static final int RGB = 3;

    public ResNetSpec {
        Checks.positive(channels, name + "'s image channels");
    }

    /**
     * torchvision's {@code ResNet(block, layers)}: blocks of any kind and number behind the ImageNet stem, the first stage
     * with 64 planes, each stage half the size and twice the width of the one before.
     *
     * @param blocks how many blocks each stage has: four numbers in the papers
     */
    public static ResNetSpec of(String name, Block block, int... blocks) {
        List<Stage> stages = IntStream.range(0, blocks.length)
                .mapToObj(i -> new Stage(64 << i, blocks[i], i == 0 ? 1 : 2, false))
                .toList();
        Trunk trunk = new Trunk(new Stem.Imagenet(64), block, stages, Cardinality.ONE, new Norm.Batch(), false);
        Task task = Task.IMAGENET_1K;
        return new ResNetSpec(name, Paper.NONE, task, RGB, trunk, new Head("fc", task.classes(), new Head.Linear()));
    }

    /**
     * Traces the functions once and returns the network as data.
     *
     * @throws IllegalArgumentException when options do not go together, such as groups and a {@link Basic} block
     */
    public Network network() {
        try {
            Tracer t = trunk.tracer(channels);
            return t.finish(name, head.trace(t, trunk.trace(t, t.input())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** How many logits it yields. */
    public int classes() {
        return head.classes();
    }

    /** The same under another name, as described in that paper. */
    public ResNetSpec named(String name, Paper paper) {
        return new ResNetSpec(name, paper, task, channels, trunk, head);
    }

    /** Designed for another task: with its classes, to be shown at its size. */
    public ResNetSpec forTask(Task task) {
        return new ResNetSpec(name, paper, task, channels, trunk, head).withClasses(task.classes());
    }

    /** With a head of so many outputs. */
    public ResNetSpec withClasses(int classes) {
        return with(new Head(head.name(), classes, head.layers()));
    }

    /** With a head of other layers, which keeps its name and its outputs. */
    public ResNetSpec withHead(Head.Layers layers) {
        return with(new Head(head.name(), head.classes(), layers));
    }

    /** With features left out before the head in training, with that probability. */
    public ResNetSpec withDropout(double probability) {
        return withHead(head.layers().withDropout(probability));
    }

    /** For images of so many channels. */
    public ResNetSpec withChannels(int channels) {
        return new ResNetSpec(name, paper, task, channels, trunk, head);
    }

    /** With another stem. */
    public ResNetSpec withStem(Stem stem) {
        return with(trunk.withStem(stem));
    }

    /** With so many planes in the first stage, and twice as many in each as in the one before; the stem stays. */
    public ResNetSpec withPlanes(int planes) {
        return with(trunk.withPlanes(planes));
    }

    /** With blocks of another kind. */
    public ResNetSpec withBlock(Block block) {
        return with(trunk.withBlock(block));
    }

    /** With bottlenecks in so many groups: ResNeXt's cardinality. */
    public ResNetSpec withGroups(int groups) {
        return with(trunk.withCardinality(
                new Cardinality(groups, trunk.cardinality().widthPerGroup())));
    }

    /** With groups of so many channels in the first stage, 64 being ResNet's own; more in proportion after it. */
    public ResNetSpec withWidthPerGroup(int width) {
        return with(trunk.withCardinality(new Cardinality(trunk.cardinality().groups(), width)));
    }

    /** With norms of another kind throughout. */
    public ResNetSpec withNorm(Norm norm) {
        return with(trunk.withNorm(norm));
    }

    /**
     * With every block starting as the identity (Goyal et al. 2017, arXiv:1706.02677, section 5.1).
     *
     * @throws IllegalArgumentException when its blocks have no norm at the end of their residuals
     */
    public ResNetSpec withZeroInitResidual(boolean zero) {
        return with(trunk.withZeroInitResidual(zero));
    }

    /**
     * With windows that spread instead of stepping, so that the last stages keep the image's resolution.
     *
     * @param replace for each stage after the first: three, in networks of four stages such as torchvision's
     * @throws IllegalArgumentException when they are not as many
     */
    public ResNetSpec withReplaceStrideWithDilation(boolean... replace) {
        return with(trunk.withReplaceStrideWithDilation(replace));
    }

    ResNetSpec withHeadNamed(String name) {
        return with(new Head(name, head.classes(), head.layers()));
    }

    private ResNetSpec with(Trunk trunk) {
        return new ResNetSpec(name, paper, task, channels, trunk, head);
    }

    private ResNetSpec with(Head head) {
        return new ResNetSpec(name, paper, task, channels, trunk, head);
    }
}
