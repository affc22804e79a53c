package io.resnet4j.model;

import static io.resnet4j.model.Shortcut.PROJECTION;
import static io.resnet4j.model.Shortcut.ZERO_PADDING;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every network that goes by a name. Names, layers and tensors are those of the source each entry cites. */
public final class Catalogue {
    private static final List<ResNetSpec> ALL = List.of(resnet18(), resnet34(), resnet50(), resnet20());

    private Catalogue() {}

    /** He et al. 2015, table 1; torchvision's {@code resnet18}. */
    public static ResNetSpec resnet18() {
        return imagenet("resnet18", new BasicBlock(PROJECTION), 2, 2, 2, 2);
    }

    /** He et al. 2015, table 1; torchvision's {@code resnet34}. */
    public static ResNetSpec resnet34() {
        return imagenet("resnet34", new BasicBlock(PROJECTION), 3, 4, 6, 3);
    }

    /** He et al. 2015, table 1, as v1.5; torchvision's {@code resnet50}. */
    public static ResNetSpec resnet50() {
        return imagenet("resnet50", new Bottleneck(PROJECTION), 3, 4, 6, 3);
    }

    /** He et al. 2015, section 4.2, n = 3; {@code resnet20} of akamaster/pytorch_resnet_cifar10. */
    public static ResNetSpec resnet20() {
        return cifar("resnet20", 3);
    }

    /** The entries in the order they are listed. */
    public static List<ResNetSpec> all() {
        return ALL;
    }

    /**
     * The entry called {@code name}.
     *
     * @throws IllegalArgumentException when there is none, with the names there are
     */
    public static ResNetSpec named(String name) {
        return ALL.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no model '%s'; there are %s"
                        .formatted(name, ALL.stream().map(ResNetSpec::name).collect(Collectors.joining(", ")))));
    }

    /** Four stages, each half the size and twice the width of the one before; the pool has already halved the first. */
    private static ResNetSpec imagenet(String name, Block block, int... depths) {
        return of(name, Task.IMAGENET_1K, Stem.IMAGENET, block, 64, "fc", depths);
    }

    /** 6n + 2 layers: three stages of n blocks, 16 to 64 channels wide. */
    private static ResNetSpec cifar(String name, int n) {
        return of(name, Task.CIFAR_10, Stem.CIFAR, new BasicBlock(ZERO_PADDING), 16, "linear", n, n, n);
    }

    private static ResNetSpec of(
            String name, Task task, Stem stem, Block block, int width, String head, int... depths) {
        List<Stage> stages = IntStream.range(0, depths.length)
                .mapToObj(i -> new Stage(width << i, depths[i], i == 0 ? 1 : 2))
                .toList();
        return new ResNetSpec(name, task, stem, block, stages, head, task.classes());
    }
}
