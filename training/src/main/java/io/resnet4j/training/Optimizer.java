package io.resnet4j.training;

/** How gradients become steps: PyTorch's rules, by its names and defaults. Rates and decays are each parameter's own. */
public sealed interface Optimizer {
    <R> R accept(Visitor<R> visitor);

    /** One answer for each optimiser. */
    interface Visitor<R> {
        R sgd(Sgd optimizer);

        R adam(Adam optimizer);

        R adamW(AdamW optimizer);
    }

    /**
     * {@code torch.optim.SGD}, whose decay is added to the gradient.
     *
     * @param nesterov whether the step looks ahead by one momentum (Sutskever et al. 2013)
     */
    record Sgd(double momentum, boolean nesterov) implements Optimizer {
        public Sgd {
            share(momentum, "SGD's momentum");
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("Nesterov's momentum needs a momentum above 0");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sgd(this);
        }
    }

    /**
     * How slowly Adam's means change: of gradients, and of their squares.
     *
     * @param epsilon what is added to a deviation, which may vanish
     */
    record Betas(double first, double second, double epsilon) {
        /** PyTorch's defaults. */
        public static final Betas DEFAULT = new Betas(0.9, 0.999, 1e-8);

        public Betas {
            share(first, "Adam's first beta");
            share(second, "Adam's second beta");
            if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("Adam's epsilon is at least 0, got " + epsilon);
            }
        }
    }

    /** {@code torch.optim.Adam} (Kingma and Ba 2014), whose decay is added to the gradient. */
    record Adam(Betas betas) implements Optimizer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.adam(this);
        }
    }

    /** {@code torch.optim.AdamW}, whose decay shrinks the parameter itself (Loshchilov and Hutter 2017). */
    record AdamW(Betas betas) implements Optimizer {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.adamW(this);
        }
    }

    private static void share(double value, String what) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("%s is at least 0 and below 1, got %s".formatted(what, value));
        }
    }
}
