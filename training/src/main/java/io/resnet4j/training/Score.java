package io.resnet4j.training;

/**
 * How well images were told apart.
 *
 * @param loss the mean over the images, as the loss function counts them
 * @param correct how many have their label as the likeliest class
 */
public record Score(double loss, int correct, int images) {
    /** Of no images, to add to. */
    public static final Score NONE = new Score(0, 0, 0);

    /** Of both together. */
    public Score plus(Score other) {
        int all = images + other.images;
        double sum = loss * images + other.loss * other.images;
        return new Score(all == 0 ? 0 : sum / all, correct + other.correct, all);
    }

    /** The share of correct answers in percent; NaN of no images. */
    public double accuracyPercent() {
        return 100.0 * correct / images;
    }
}
