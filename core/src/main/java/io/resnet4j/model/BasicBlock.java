package io.resnet4j.model;

/**
 * Two 3x3 convolutions beside a shortcut: figure 5 (left) of He et al. 2015, arXiv:1512.03385; torchvision's
 * {@code BasicBlock}.
 */
public record BasicBlock(Shortcut shortcut) implements Block {
    @Override
    public Value trace(Tracer t, Value x, Stage stage) {
        Value y = t.conv("conv1", x, stage.planes(), 3, stage.stride());
        y = t.relu(t.norm("bn1", y));
        y = t.conv("conv2", y, stage.planes(), 3, 1);
        y = t.norm("bn2", y);
        return t.relu(t.add(y, shortcut.trace(t, x, stage.planes(), stage.stride())));
    }
}
