package io.resnet4j.model;

import static io.resnet4j.model.Paper.NONE;
import static io.resnet4j.model.Paper.PRE_ACTIVATION;
import static io.resnet4j.model.Paper.RESNET;
import static io.resnet4j.model.Paper.RESNEXT;
import static io.resnet4j.model.Paper.SQUEEZE_EXCITATION;
import static io.resnet4j.model.Paper.WIDE_RESNET;
import static io.resnet4j.model.Shortcut.PADDING;
import static io.resnet4j.model.Shortcut.PROJECTION;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every network that goes by a name, and the families that have members of any depth. Names, layers and tensors are
 * those of the source each cites: torchvision for its ten, akamaster/pytorch_resnet_cifar10 for CIFAR's, timm
 * ({@code resnetv2_50}) for the shapes of the pre-activation nets.
 */
public final class Catalogue {
    /** Table 1 of He et al. 2015: how many blocks the stages have at each depth. */
    private static final int[] D18 = {2, 2, 2, 2};

    private static final int[] D34 = {3, 4, 6, 3};
    private static final int[] D50 = {3, 4, 6, 3};
    private static final int[] D101 = {3, 4, 23, 3};
    private static final int[] D152 = {3, 8, 36, 3};

    private static final Block BASIC = new Residual(new Basic(), PROJECTION);
    private static final Block BOTTLENECK = new Residual(new Bottleneck(), PROJECTION);
    private static final Block SE_BASIC = new Residual(new SqueezeExcitation(new Basic()), PROJECTION);
    private static final Block SE_BOTTLENECK = new Residual(new SqueezeExcitation(new Bottleneck()), PROJECTION);
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

    /** Option A goes without a suffix, as in the paper's CIFAR nets. */
    private static Stream<ResNetSpec> cifarFamily() {
        return IntStream.of(20, 32, 44, 56, 110, 1202)
                .boxed()
                .flatMap(depth -> Stream.of(
                        cifarResNet(depth, PADDING),
                        cifarResNet(depth, Shortcut.projection("shortcut")).named("resnet" + depth + "_b", RESNET),
                        cifarResNet(depth, Shortcut.projectionAlways("shortcut"))
                                .named("resnet" + depth + "_c", RESNET)));
    }

    private static Stream<ResNetSpec> cifarStems() {
        return Stream.of(
                cifar("resnet18_cifar", RESNET, Stem.cifar(64), BASIC, 64, D18),
                cifar("resnet34_cifar", RESNET, Stem.cifar(64), BASIC, 64, D34),
                cifar("resnet50_cifar", RESNET, Stem.cifar(64), BOTTLENECK, 64, D50),
                cifar("resnet101_cifar", RESNET, Stem.cifar(64), BOTTLENECK, 64, D101),
                cifar("resnet152_cifar", RESNET, Stem.cifar(64), BOTTLENECK, 64, D152));
    }

    /** The twins without shortcuts, and the stacks without stages that tutorials build. */
    private static Stream<ResNetSpec> plain() {
        Block plainStack = new Plain(new BiasedBasic());
        Block residualStack = new Residual(new BiasedBasic(), PADDING);
        return Stream.of(
                cifarPlain(20),
                cifarPlain(32),
                cifarPlain(44),
                cifarPlain(56),
                cifarPlain(110),
                imagenet("plain18", RESNET, new Plain(new Basic()), D18),
                imagenet("plain34", RESNET, new Plain(new Basic()), D34),
                cifar("plain_stack_8", NONE, Stem.biasedCifar(16), plainStack, 16, 8 / 2),
                cifar("plain_stack_32", NONE, Stem.biasedCifar(16), plainStack, 16, 32 / 2),
                cifar("residual_stack_8", NONE, Stem.biasedCifar(16), residualStack, 16, 8 / 2),
                cifar("residual_stack_32", NONE, Stem.biasedCifar(16), residualStack, 16, 32 / 2));
    }

    private static Stream<ResNetSpec> preActivation() {
        return Stream.of(
                preImagenet("preresnet18", PRE_BASIC, D18),
                preImagenet("preresnet34", PRE_BASIC, D34),
                preImagenet("preresnet50", PRE_BOTTLENECK, D50),
                preImagenet("preresnet101", PRE_BOTTLENECK, D101),
                preImagenet("preresnet152", PRE_BOTTLENECK, D152),
                preCifar("preresnet110", PRE_ACTIVATION, PRE_BASIC, 16, (110 - 2) / 6),
                preCifar("preresnet164", PRE_ACTIVATION, PRE_BOTTLENECK, 16, (164 - 2) / 9),
                preCifar("preresnet1001", PRE_ACTIVATION, PRE_BOTTLENECK, 16, (1001 - 2) / 9));
    }

    private static Stream<ResNetSpec> resnext() {
        return Stream.of(
                cifar("resnext29_8x64d", RESNEXT, Stem.cifar(64), BOTTLENECK, 64, 3, 3, 3)
                        .withGroups(8),
                cifar("resnext29_16x64d", RESNEXT, Stem.cifar(64), BOTTLENECK, 64, 3, 3, 3)
                        .withGroups(16));
    }

    private static Stream<ResNetSpec> wide() {
        return Stream.of(wideResNet(16, 8, 0), wideResNet(28, 10, 0), wideResNet(40, 4, 0));
    }

    private static Stream<ResNetSpec> se() {
        return Stream.of(
                imagenet("se_resnet18", SQUEEZE_EXCITATION, SE_BASIC, D18),
                imagenet("se_resnet34", SQUEEZE_EXCITATION, SE_BASIC, D34),
                imagenet("se_resnet50", SQUEEZE_EXCITATION, SE_BOTTLENECK, D50),
                imagenet("se_resnet101", SQUEEZE_EXCITATION, SE_BOTTLENECK, D101),
                imagenet("se_resnet152", SQUEEZE_EXCITATION, SE_BOTTLENECK, D152),
                imagenet("se_resnext50_32x4d", SQUEEZE_EXCITATION, SE_BOTTLENECK, D50)
                        .withGroups(32)
                        .withWidthPerGroup(4),
                imagenet("se_resnext101_32x4d", SQUEEZE_EXCITATION, SE_BOTTLENECK, D101)
                        .withGroups(32)
                        .withWidthPerGroup(4));
    }

    /** A member of the family that runs in no time. */
    private static Stream<ResNetSpec> tests() {
        return Stream.of(cifar("tiny", NONE, Stem.cifar(8), BASIC, 8, 1, 1, 1, 1));
    }

    /** He et al. 2015, table 1. */
    public static ResNetSpec resnet18() {
        return imagenet("resnet18", RESNET, BASIC, D18);
    }

    /** He et al. 2015, table 1. */
    public static ResNetSpec resnet34() {
        return imagenet("resnet34", RESNET, BASIC, D34);
    }

    /** He et al. 2015, table 1, as v1.5. */
    public static ResNetSpec resnet50() {
        return imagenet("resnet50", RESNET, BOTTLENECK, D50);
    }

    /** He et al. 2015, table 1, as v1.5. */
    public static ResNetSpec resnet101() {
        return imagenet("resnet101", RESNET, BOTTLENECK, D101);
    }

    /** He et al. 2015, table 1, as v1.5. */
    public static ResNetSpec resnet152() {
        return imagenet("resnet152", RESNET, BOTTLENECK, D152);
    }

    /** Xie et al. 2016, table 1. */
    public static ResNetSpec resnext50_32x4d() {
        return imagenet("resnext50_32x4d", RESNEXT, BOTTLENECK, D50)
                .withGroups(32)
                .withWidthPerGroup(4);
    }

    /** Xie et al. 2016, twice as wide. */
    public static ResNetSpec resnext101_32x8d() {
        return imagenet("resnext101_32x8d", RESNEXT, BOTTLENECK, D101)
                .withGroups(32)
                .withWidthPerGroup(8);
    }

    /** Xie et al. 2016, section 5.1. */
    public static ResNetSpec resnext101_64x4d() {
        return imagenet("resnext101_64x4d", RESNEXT, BOTTLENECK, D101)
                .withGroups(64)
                .withWidthPerGroup(4);
    }

    /** Zagoruyko and Komodakis 2016, table 8: 3x3 convolutions twice as wide. */
    public static ResNetSpec wide_resnet50_2() {
        return imagenet("wide_resnet50_2", WIDE_RESNET, BOTTLENECK, D50).withWidthPerGroup(2 * 64);
    }

    /** The same with the stages of resnet101. */
    public static ResNetSpec wide_resnet101_2() {
        return imagenet("wide_resnet101_2", WIDE_RESNET, BOTTLENECK, D101).withWidthPerGroup(2 * 64);
    }

    /**
     * He et al. 2015, section 4.2: {@code depth} = 6n + 2 layers in three stages of n blocks, 16 to 64 channels wide.
     *
     * @throws IllegalArgumentException when the depth is not of that form
     */
    public static ResNetSpec cifarResNet(int depth, Shortcut shortcut) {
        return cifarLinear("resnet" + depth, new Residual(new Basic(), shortcut), depth);
    }

    /** The same without shortcuts, which the paper compares with. */
    public static ResNetSpec cifarPlain(int depth) {
        return cifarLinear("plain" + depth, new Plain(new Basic()), depth);
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

    private static ResNetSpec imagenet(String name, Paper paper, Block block, int... blocks) {
        return ResNetSpec.of(name, block, blocks).named(name, paper);
    }

    private static ResNetSpec preImagenet(String name, Block block, int... blocks) {
        return imagenet(name, PRE_ACTIVATION, block, blocks).withStem(Stem.BARE_IMAGENET);
    }

    private static ResNetSpec cifar(String name, Paper paper, Stem stem, Block block, int planes, int... blocks) {
        Trunk trunk = Trunk.of(stem, block, ResNetSpec.stages(planes, blocks));
        return ResNetSpec.of(name, paper, Task.CIFAR_10, trunk);
    }

    /** Three stages of n blocks behind a stem of 16 channels. */
    private static ResNetSpec preCifar(String name, Paper paper, Block block, int planes, int n) {
        return cifar(name, paper, Stem.bareCifar(16), block, planes, n, n, n);
    }

    private static ResNetSpec cifarLinear(String name, Block block, int depth) {
        int n = blocks(depth, 6, 2);
        return cifar(name, RESNET, Stem.cifar(16), block, 16, n, n, n).withHeadNamed("linear");
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
