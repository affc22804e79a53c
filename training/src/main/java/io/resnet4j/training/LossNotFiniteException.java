package io.resnet4j.training;

/**
 * The loss has become infinite or not a number, or what is learnt has, of which the next loss would: the learning rate is too high,
 * or the data hold such numbers.
 */
public final class LossNotFiniteException extends Exception {
    private static final long serialVersionUID = 1;

    private final String problem;

    /** Says what the loss was. */
    public LossNotFiniteException(double loss) {
        this("the loss is " + loss, "");
    }

    private LossNotFiniteException(String problem, String where) {
        super(problem + where + "; try a lower learning rate, a warm-up or clip-norm");
        this.problem = problem;
    }

    /** Says which tensor is not finite. */
    static LossNotFiniteException ofTensor(String name) {
        return new LossNotFiniteException(name + " holds numbers that are not finite", "");
    }

    /** What is not finite, without a place or a remedy. */
    String problem() {
        return problem;
    }

    /** The same, naming the step that came out so. */
    LossNotFiniteException at(TrainingPosition before) {
        return where("at", before.steps() + 1, before);
    }

    /** The same, naming the step after which it was found. */
    LossNotFiniteException after(TrainingPosition last) {
        return where("after", last.steps(), last);
    }

    private LossNotFiniteException where(String when, long step, TrainingPosition position) {
        return new LossNotFiniteException(
                problem, " %s step %d, in epoch %d".formatted(when, step, position.epochs() + 1));
    }
}
