package io.resnet4j.training;

/** The loss has become infinite or not a number: the learning rate is too high, or the data hold such numbers. */
public final class LossNotFiniteException extends Exception {
    private static final long serialVersionUID = 1;

    private final double loss;

    /** Says what the loss was. */
    public LossNotFiniteException(double loss) {
        this(loss, "");
    }

    private LossNotFiniteException(double loss, String where) {
        super("the loss is %s%s; try a lower learning rate, a warm-up or clip-norm".formatted(loss, where));
        this.loss = loss;
    }

    /** The same, naming the step that came out so. */
    LossNotFiniteException at(TrainingPosition before) {
        return new LossNotFiniteException(
                loss, " at step %d, in epoch %d".formatted(before.steps() + 1, before.epochs() + 1));
    }
}
