package io.resnet4j.model;

/**
 * What follows the last block: the mean of each channel, the embedding, and layers that make logits of it.
 *
 * @param name of the last linear layer, or of what holds it: {@code fc} in torchvision's nets
 * @param classes how many logits
 */
public record Head(String name, int classes, Layers layers) {
    public Head {
        Checks.positive(classes, "the classes");
    }

    Value trace(Tracer t, Value x) {
        return layers.trace(t, name, t.flatten(t.globalAvgPool(x)), classes);
    }

    /** How an embedding becomes logits. */
    public sealed interface Layers {
        /** Adds the nodes that turn the embedding into {@code classes} logits, by or below {@code name}. */
        Value trace(Tracer t, String name, Value embedding, int classes);

        /** The same with features of the embedding left out in training, with that probability. */
        Layers withDropout(double probability);
    }

    /**
     * One linear layer, as in all the papers.
     *
     * @param dropout the probability with which a feature is left out in training
     */
    public record Linear(double dropout) implements Layers {
        /** Without dropout. */
        public Linear() {
            this(0);
        }

        public Linear {
            Checks.probability(dropout, "the probability of a dropout");
        }

        @Override
        public Value trace(Tracer t, String name, Value embedding, int classes) {
            return t.linear(name, t.dropout(embedding, dropout), classes);
        }

        @Override
        public Layers withDropout(double probability) {
            return new Linear(probability);
        }
    }

    /**
     * Two linear layers with a ReLU between them, such as are trained on a backbone that stays as it is. In PyTorch it
     * is a {@code Sequential} of five modules, {@code fc.0} to {@code fc.4}, of which {@code fc.1} and {@code fc.4} have
     * tensors.
     *
     * @param dropout the probability with which a feature of the embedding is left out in training
     * @param hidden how many numbers there are between the two layers
     * @param hiddenDropout the probability with which one of these is left out
     */
    public record Mlp(double dropout, int hidden, double hiddenDropout) implements Layers {
        /** Of 512 numbers, with dropouts of 0.3 and 0.2. */
        public Mlp() {
            this(0.3, 512, 0.2);
        }

        public Mlp {
            Checks.probability(dropout, "the probability of a dropout");
            Checks.positive(hidden, "the head's hidden numbers");
            Checks.probability(hiddenDropout, "the probability of a dropout");
        }

        @Override
        public Value trace(Tracer t, String name, Value embedding, int classes) {
            Tracer sequential = t.in(name);
            Value x = sequential.dropout("0", embedding, dropout);
            x = sequential.relu("2", sequential.linear("1", x, hidden));
            x = sequential.dropout("3", x, hiddenDropout);
            return sequential.linear("4", x, classes);
        }

        @Override
        public Layers withDropout(double probability) {
            return new Mlp(probability, hidden, hiddenDropout);
        }
    }
}
