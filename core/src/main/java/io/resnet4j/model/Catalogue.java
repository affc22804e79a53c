package io.resnet4j.model;

import static io.resnet4j.model.Paper.NONE;
import static io.resnet4j.model.Paper.PRE_ACTIVATION;
import static io.resnet4j.model.Paper.RESNET;
import static io.resnet4j.model.Paper.RESNEXT;
import static io.resnet4j.model.Paper.SQUEEZE_EXCITATION;
import static io.resnet4j.model.Paper.WIDE_RESNET;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every network that goes by a name, and the families that have members of any depth.
 *
 * <p>Layers and tensors are torchvision's for its ten, akamaster/pytorch_resnet_cifar10's for CIFAR's. The pre-activation
 * nets for ImageNet are timm's {@code resnetv2_50} and its kin under torchvision's names for layers. Squeeze-and-excitation
 * reduces to exactly a sixteenth, as in the paper; timm's {@code seresnet18} and {@code seresnet34} round that up to eight.
 */
public final class Catalogue {
    private static final Block BASIC = new Residual(new Basic(), new Shortcut.Projection());
    private static final Block BOTTLENECK = new Residual(new Bottleneck(), new Shortcut.Projection());
    private static final Block PLAIN_BASIC = new Plain(new Basic());
    private static final Block SE_BASIC = new Residual(new SqueezeExcitation(new Basic()), new Shortcut.Projection());
    private static final Block SE_BOTTLENECK =
            new Residual(new SqueezeExcitation(new Bottleneck()), new Shortcut.Projection());
    private static final Block PRE_BASIC = new PreActivation(new PreBasic());
    private static final Block PRE_BOTTLENECK = new PreActivation(new PreBottleneck());

    private static final List<ResNetSpec> ALL = Stream.of(
                    torchvision(),
                    cifarFamily(),
                    cifarStems(),
                    plain(),
                    preActivation(),
                    resnext(),
                    wide(),
                    se(),
                    tests())
            .flatMap(family -> family)
            .toList();

    private Catalogue() {}

    private static Stream<ResNetSpec> torchvision() {
        return Stream.of(
                resnet18(),
                resnet34(),
                resnet50(),
                resnet101(),
                resnet152(),
                resnext50_32x4d(),
                resnext101_32x8d(),
                resnext101_64x4d(),
                wide_resnet50_2(),
                wide_resnet101_2());
    }

    /** Option A goes without a suffix: it is the paper's choice for CIFAR. */
    private static Stream<ResNetSpec> cifarFamily() {
        return IntStream.of(20, 32, 44, 56, 110, 1202).boxed().flatMap(depth -> {
            String name = "resnet" + depth;
            return Stream.of(
                    cifarResNet(depth, new Shortcut.Padding()).named(name, RESNET),
                    cifarResNet(depth, new Shortcut.Projection("shortcut")).named(name + "_b", RESNET),
                    cifarResNet(depth, new Shortcut.ProjectionAlways("shortcut"))
                            .named(name + "_c", RESNET));
        });
    }

    private static Stream<ResNetSpec> cifarStems() {
        return Stream.of(resnet18(), resnet34(), resnet50(), resnet101(), resnet152())
                .map(spec -> spec.named(spec.name() + "_cifar", RESNET)
                        .forTask(Task.CIFAR_10)
                        .withStem(new Stem.Cifar(64)));
    }

    /** The twins without shortcuts, and the stacks without stages that tutorials build. */
    private static Stream<ResNetSpec> plain() {
        Block plainStack = new Plain(new BiasedBasic());
        Block residualStack = new Residual(new BiasedBasic(), new Shortcut.Padding());
        return Stream.of(
                cifarPlain(20),
                cifarPlain(32),
                cifarPlain(44),
                cifarPlain(56),
                cifarPlain(110),
                resnet18().withBlock(PLAIN_BASIC).named("plain18", RESNET),
                resnet34().withBlock(PLAIN_BASIC).named("plain34", RESNET),
                cifar("plain_stack_8", NONE, new Stem.BiasedCifar(16), plainStack, 16, stack(8)),
                cifar("plain_stack_32", NONE, new Stem.BiasedCifar(16), plainStack, 16, stack(32)),
                cifar("residual_stack_8", NONE, new Stem.BiasedCifar(16), residualStack, 16, stack(8)),
                cifar("residual_stack_32", NONE, new Stem.BiasedCifar(16), residualStack, 16, stack(32)));
    }

    private static Stream<ResNetSpec> preActivation() {
        return Stream.of(
                preActivated(resnet18(), PRE_BASIC),
                preActivated(resnet34(), PRE_BASIC),
                preActivated(resnet50(), PRE_BOTTLENECK),
                preActivated(resnet101(), PRE_BOTTLENECK),
                preActivated(resnet152(), PRE_BOTTLENECK),
                preCifar("preresnet110", PRE_ACTIVATION, PRE_BASIC, 16, blocks(110, 6, 2)),
                preCifar("preresnet164", PRE_ACTIVATION, PRE_BOTTLENECK, 16, blocks(164, 9, 2)),
                preCifar("preresnet1001", PRE_ACTIVATION, PRE_BOTTLENECK, 16, blocks(1001, 9, 2)));
    }

    private static Stream<ResNetSpec> resnext() {
        return Stream.of(
                cifar("resnext29_8x64d", RESNEXT, new Stem.Cifar(64), BOTTLENECK, 64, 3, 3, 3)
                        .withGroups(8),
                cifar("resnext29_16x64d", RESNEXT, new Stem.Cifar(64), BOTTLENECK, 64, 3, 3, 3)
                        .withGroups(16));
    }

    private static Stream<ResNetSpec> wide() {
        return Stream.of(wideResNet(16, 8, 0), wideResNet(28, 10, 0), wideResNet(40, 4, 0));
    }

    private static Stream<ResNetSpec> se() {
        return Stream.of(
                squeezed(resnet18(), SE_BASIC),
                squeezed(resnet34(), SE_BASIC),
                squeezed(resnet50(), SE_BOTTLENECK),
                squeezed(resnet101(), SE_BOTTLENECK),
                squeezed(resnet152(), SE_BOTTLENECK),
                squeezed(resnext50_32x4d(), SE_BOTTLENECK),
                squeezed(
                        resnet101().withGroups(32).withWidthPerGroup(4).named("resnext101_32x4d", RESNEXT),
                        SE_BOTTLENECK));
    }

    /** A member of the family that runs in no time. */
    private static Stream<ResNetSpec> tests() {
        return Stream.of(cifar("tiny", NONE, new Stem.Cifar(8), BASIC, 8, 1, 1, 1, 1));
    }

    /** He et al. 2015, table 1. */
    public static ResNetSpec resnet18() {
        return table1("resnet18", BASIC, 2, 2, 2, 2);
    }

    /** He et al. 2015, table 1. */
    public static ResNetSpec resnet34() {
        return table1("resnet34", BASIC, 3, 4, 6, 3);
    }

    /** He et al. 2015, table 1, as v1.5. */
    public static ResNetSpec resnet50() {
        return table1("resnet50", BOTTLENECK, 3, 4, 6, 3);
    }

    /** He et al. 2015, table 1, as v1.5. */
    public static ResNetSpec resnet101() {
        return table1("resnet101", BOTTLENECK, 3, 4, 23, 3);
    }

    /** He et al. 2015, table 1, as v1.5. */
    public static ResNetSpec resnet152() {
        return table1("resnet152", BOTTLENECK, 3, 8, 36, 3);
    }

    /** Xie et al. 2016, table 1. */
    public static ResNetSpec resnext50_32x4d() {
        return resnet50().withGroups(32).withWidthPerGroup(4).named("resnext50_32x4d", RESNEXT);
    }

    /** Xie et al. 2016, twice as wide. */
    public static ResNetSpec resnext101_32x8d() {
        return resnet101().withGroups(32).withWidthPerGroup(8).named("resnext101_32x8d", RESNEXT);
    }

    /** Xie et al. 2016, section 5.1. */
    public static ResNetSpec resnext101_64x4d() {
        return resnet101().withGroups(64).withWidthPerGroup(4).named("resnext101_64x4d", RESNEXT);
    }

    /** Zagoruyko and Komodakis 2016, table 8: 3x3 convolutions twice as wide. */
    public static ResNetSpec wide_resnet50_2() {
        return resnet50().withWidthPerGroup(2 * 64).named("wide_resnet50_2", WIDE_RESNET);
    }

    /** The same with the stages of resnet101. */
    public static ResNetSpec wide_resnet101_2() {
        return resnet101().withWidthPerGroup(2 * 64).named("wide_resnet101_2", WIDE_RESNET);
    }

    /**
     * He et al. 2015, section 4.2: {@code depth} = 6n + 2 layers in three stages of n blocks, 16 to 64 channels wide. It is
     * called {@code cifar_resnet50}, since {@code resnet50} is another.
     *
     * @throws IllegalArgumentException when the depth is not of that form
     */
    public static ResNetSpec cifarResNet(int depth, Shortcut shortcut) {
        return cifarLinear("cifar_resnet" + depth, new Residual(new Basic(), shortcut), depth);
    }

    /** The same without shortcuts, which the paper compares with. */
    public static ResNetSpec cifarPlain(int depth) {
        return cifarLinear("plain" + depth, PLAIN_BASIC, depth);
    }

    /**
     * Zagoruyko and Komodakis 2016: {@code depth} = 6n + 4 layers in three stages of n pre-activation blocks, {@code
     * width} times as wide as CIFAR's ResNets.
     *
     * @param dropout the probability with which a number between a block's convolutions is left out in training; 0.3 in
     *     the paper, where there is any
     * @throws IllegalArgumentException when the depth is not of that form
     */
    public static ResNetSpec wideResNet(int depth, int width, double dropout) {
        Checks.positive(width, "a wide ResNet's width");
        Block block = new PreActivation(new PreBasic(dropout));
        return preCifar("wrn%d_%d".formatted(depth, width), WIDE_RESNET, block, 16 * width, blocks(depth, 6, 4));
    }

    /** The entries in the order they are listed. */
    public static List<ResNetSpec> all() {
        return ALL;
    }

    /**
     * The entry called {@code name}.
     *
     * @throws IllegalArgumentException when there is none, with the names nearest to it
     */
    public static ResNetSpec named(String name) {
        return ALL.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no model '%s'; the nearest of %d are %s"
                        .formatted(name, ALL.size(), String.join(", ", nearest(name)))));
    }

    private static List<String> nearest(String name) {
        return Names.nearest(name, ALL.stream().map(ResNetSpec::name).toList(), 3);
    }

    /** A column of the table that He et al. 2015 number so: how many blocks the four stages have. */
    private static ResNetSpec table1(String name, Block block, int... blocks) {
        return ResNetSpec.of(name, block, blocks).named(name, RESNET);
    }

    private static ResNetSpec preActivated(ResNetSpec spec, Block block) {
        return spec.withBlock(block).named("pre" + spec.name(), PRE_ACTIVATION);
    }

    private static ResNetSpec squeezed(ResNetSpec spec, Block block) {
        return spec.withBlock(block).named("se_" + spec.name(), SQUEEZE_EXCITATION);
    }

    private static ResNetSpec cifar(String name, Paper paper, Stem stem, Block block, int planes, int... blocks) {
        return ResNetSpec.of(name, block, blocks)
                .named(name, paper)
                .forTask(Task.CIFAR_10)
                .withStem(stem)
                .withPlanes(planes);
    }

    /** Three stages of n blocks behind a stem of 16 channels. */
    private static ResNetSpec preCifar(String name, Paper paper, Block block, int planes, int n) {
        return cifar(name, paper, new Stem.Cifar(16), block, planes, n, n, n);
    }

    private static ResNetSpec cifarLinear(String name, Block block, int depth) {
        int n = blocks(depth, 6, 2);
        return cifar(name, RESNET, new Stem.Cifar(16), block, 16, n, n, n).withHeadNamed("linear");
    }

    /** How many blocks of two hold so many convolutions. */
    private static int stack(int convolutions) {
        return blocks(convolutions, 2, 0);
    }

    /** How many blocks a stage has when {@code depth} = {@code layers} * n + {@code rest}. */
    private static int blocks(int depth, int layers, int rest) {
        int n = (depth - rest) / layers;
        if (n < 1 || n * layers + rest != depth) {
            throw new IllegalArgumentException(
                    "the depth is %dn + %d with n at least 1, not %d".formatted(layers, rest, depth));
        }
        return n;
    }
}
