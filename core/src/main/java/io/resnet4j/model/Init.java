package io.resnet4j.model;

/** What a tensor holds before any training. */
public sealed interface Init {
    Init ZERO = new Constant(0);
    Init ONE = new Constant(1);

    <R> R accept(Visitor<R> visitor);

    /** One answer for each way to start. */
    interface Visitor<R> {
        R constant(Constant init);

        R normal(Normal init);

        R uniform(Uniform init);
    }

    /** The same number everywhere. */
    record Constant(double value) implements Init {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /** Independent draws from a normal distribution around zero. */
    record Normal(double deviation) implements Init {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.normal(this);
        }
    }

    /** Independent draws, evenly from {@code [-bound, bound)}. */
    record Uniform(double bound) implements Init {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.uniform(this);
        }
    }

    /**
     * He et al. 2015, arXiv:1502.01852, for the ReLU and counted over what a filter feeds: torchvision's
     * {@code kaiming_normal_(mode="fan_out")}, which for grouped convolutions too counts all output channels.
     */
    static Init kaimingNormal(long fanOut) {
        return new Normal(Math.sqrt(2.0 / fanOut));
    }

    /** PyTorch's default for the weight and the bias of linear layers and convolutions. */
    static Init pytorchDefault(long fanIn) {
        return new Uniform(1 / Math.sqrt(fanIn));
    }
}
