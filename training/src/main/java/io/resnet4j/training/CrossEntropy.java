package io.resnet4j.training;

/**
 * The loss: {@code torch.nn.CrossEntropyLoss} with mean reduction.
 *
 * @param labelSmoothing the share of a label that is spread evenly over all classes, 0 for none (Szegedy et al. 2015)
 * @param classWeights what an image counts, by its class; empty where all count alike; not copied
 */
public record CrossEntropy(double labelSmoothing, float[] classWeights) {
    /** All images count alike, labels are certain. */
    public static final CrossEntropy PLAIN = new CrossEntropy(0, new float[0]);

    /** Refuses smoothing outside 0 to 1, and weights that are not above 0: of a batch that counts nothing there is no mean. */
    public CrossEntropy {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException("label smoothing is between 0 and 1, got " + labelSmoothing);
        }
        for (float weight : classWeights) {
            if (!(weight > 0 && weight < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a class counts more than 0, got " + weight);
            }
        }
    }
}
