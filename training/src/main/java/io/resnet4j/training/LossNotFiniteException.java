package io.resnet4j.training;

/** The loss has become infinite or not a number: the learning rate is too high, or the data hold such numbers. */
public final class LossNotFiniteException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says what the loss was. */
    public LossNotFiniteException(double loss) {
        super("the loss is " + loss + "; try a lower learning rate, a warm-up or --clip-norm");
    }
}
