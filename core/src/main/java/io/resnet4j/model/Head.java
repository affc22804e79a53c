package io.resnet4j.model;

/**
 * What follows the last block: the mean of each channel, the embedding, and a linear layer, the logits.
 *
 * @param name of the linear layer: {@code fc} in torchvision's nets
 * @param classes how many logits
 * @param dropout the probability with which a feature is left out in training
 */
public record Head(String name, int classes, double dropout) {
    public Head {
        Checks.positive(classes, "the classes");
        Checks.probability(dropout, "the probability of a dropout");
    }

    Value trace(Tracer t, Value x) {
        Value embedding = t.flatten(t.globalAvgPool(x));
        return t.linear(name, t.dropout(embedding, dropout), classes);
    }
}
