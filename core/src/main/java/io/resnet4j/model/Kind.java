package io.resnet4j.model;

/** An operation in a few words, for people. What is usual, such as a stride of 1, goes without saying. */
final class Kind implements Op.Visitor<String> {
    static final Kind WORDS = new Kind();

    private Kind() {}

    @Override
    public String conv(Op.Conv2d op) {
        Window window = op.window();
        return "conv " + size(window)
                + ", " + fromTo(op.in(), op.out())
                + unlessOne("stride", window.stride())
                + unlessOne("dilation", window.dilation())
                + unlessOne("groups", op.groups())
                + (op.bias() ? ", bias" : "");
    }

    @Override
    public String batchNorm(Op.BatchNorm2d op) {
        return op.frozen() ? "batch norm, frozen" : "batch norm";
    }

    @Override
    public String groupNorm(Op.GroupNorm op) {
        return "group norm" + unlessOne("groups", op.groups());
    }

    @Override
    public String relu(Op.Relu op) {
        return "relu";
    }

    @Override
    public String sigmoid(Op.Sigmoid op) {
        return "sigmoid";
    }

    @Override
    public String add(Op.Add op) {
        return "add";
    }

    @Override
    public String multiply(Op.Multiply op) {
        return "multiply";
    }

    @Override
    public String maxPool(Op.MaxPool2d op) {
        return "max-pool " + size(op.window()) + unlessOne("stride", op.window().stride());
    }

    @Override
    public String globalAvgPool(Op.GlobalAvgPool op) {
        return "average of each channel";
    }

    @Override
    public String padShortcut(Op.PadShortcut op) {
        return "pad with zeros, " + fromTo(op.in(), op.out()) + unlessOne("stride", op.stride());
    }

    @Override
    public String flatten(Op.Flatten op) {
        return "flatten";
    }

    @Override
    public String dropout(Op.Dropout op) {
        return "dropout, p " + op.probability();
    }

    @Override
    public String linear(Op.Linear op) {
        return "linear, " + fromTo(op.in(), op.out());
    }

    private static String size(Window window) {
        return window.kernel() + "x" + window.kernel();
    }

    private static String fromTo(int in, int out) {
        return in + " -> " + out;
    }

    private static String unlessOne(String what, int value) {
        return value == 1 ? "" : ", " + what + " " + value;
    }
}
