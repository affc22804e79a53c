package io.resnet4j.model;

import java.util.List;

/**
 * A residual network in a line of data: a stem, stages of one kind of block, a pool and a linear head.
 *
 * @param name torchvision's or the paper's name, such as {@code resnet50}
 * @param task what it was designed for
 * @param block the kind of every block
 * @param stages {@code layer1}, {@code layer2}, ...
 * @param head the name of the linear layer: {@code fc} in torchvision's nets
 * @param classes outputs of the head
 */
public record ResNetSpec(String name, Task task, Stem stem, Block block, List<Stage> stages, String head, int classes) {
    /** Images are RGB. */
    private static final int IMAGE_CHANNELS = 3;

    public ResNetSpec {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException(name + ": a residual network has at least one stage");
        }
        Sizes.positive(classes, name + "'s classes");
    }

    /** The same network with a head of {@code classes} outputs. */
    public ResNetSpec withClasses(int classes) {
        return new ResNetSpec(name, task, stem, block, stages, head, classes);
    }

    /** Traces the functions once and returns the network as data. */
    public Network network() {
        Tracer t = Tracer.start(IMAGE_CHANNELS);
        Value x = stem.trace(t, t.input(), stages.get(0).planes());
        for (int i = 0; i < stages.size(); i++) {
            x = trace(stages.get(i), t.in("layer" + (i + 1)), x);
        }
        x = t.flatten(t.globalAvgPool(x));
        return t.finish(name, t.linear(head, x, classes));
    }

    private Value trace(Stage stage, Tracer layer, Value x) {
        Value y = block.trace(layer.in("0"), x, stage);
        for (int i = 1; i < stage.blocks(); i++) {
            y = block.trace(layer.in(Integer.toString(i)), y, stage.afterFirst());
        }
        return y;
    }
}
