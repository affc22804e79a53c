package io.resnet4j.training;

import io.resnet4j.weights.RandomBits;
import java.io.IOException;
import java.util.Optional;

/**
 * Epochs of steps, each epoch followed by a test. What a step learns from and how it is taken depends on the seed and the step's
 * number alone, so that a loop that goes on where another was stopped ends with the same weights.
 */
final class TrainingLoop {
    /** What steps draw from, for dropouts and the like. */
    private static final String STEP = "step";

    private final Learner learner;
    private final Course course;
    private final Watcher watcher;

    /**
     * What is learnt, and how fast.
     *
     * @param seed what all that is random is drawn from
     * @param test empty where nothing is tested
     * @param rate the learning rate that the schedule's factors multiply, for people to read
     */
    record Course(
            long seed,
            BatchSource train,
            Optional<BatchSource> test,
            Schedule schedule,
            RunLength length,
            double rate) {}

    /** What is to become of a run. */
    enum Wish {
        GO_ON,
        /** It is saved, and goes on. */
        SAVE,
        /** It is saved, and ends for now. */
        STOP
    }

    /** Is told how a run goes, has its wishes, and keeps what must not be lost. */
    interface Watcher {
        /** A step was taken, by which the run came to a position. */
        void stepped(TrainingPosition position, Score batch);

        /** Asked after each step, and after each batch of a test, which can only be given up. */
        Wish wish();

        /** A state in the middle of an epoch, to go on from, or at its end before it is tested. */
        void save(TrainingState state) throws IOException, LossNotFiniteException;

        /** The same after the test of an epoch, the last of the history. */
        void epochEnded(TrainingState state) throws IOException, LossNotFiniteException;
    }

    TrainingLoop(Learner learner, Course course, Watcher watcher) {
        this.learner = learner;
        this.course = course;
        this.watcher = watcher;
    }

    /**
     * Goes on from a state, which is the learner's, until all epochs are over or the watcher wishes to stop.
     *
     * @return where the run stands; it has been saved
     * @throws LossNotFiniteException naming the step; what was saved last stays
     */
    TrainingState run(TrainingState from) throws IOException, LossNotFiniteException {
        TrainingState state = from;
        while (state.position().epochs() < course.length().epochs()) {
            state = learn(state);
            boolean isLearnt =
                    state.position().stepsInEpoch() == course.length().stepsPerEpoch();
            Optional<TrainingState> tested = isLearnt ? test(state) : Optional.empty();
            if (tested.isEmpty()) {
                watcher.save(state);
                return state;
            }
            state = tested.get();
            watcher.epochEnded(state);
            if (watcher.wish() == Wish.STOP) {
                return state;
            }
        }
        return state;
    }

    /** Takes the steps of the epoch that are left, or those until it is to stop. */
    private TrainingState learn(TrainingState from) throws IOException, LossNotFiniteException {
        TrainingPosition position = from.position();
        Randomness randomness = new Randomness(course.seed());
        RandomBits seeds = RandomBits.of(course.seed(), STEP);
        Stopwatch watch = new Stopwatch(position.seconds());
        try (LabelledBatches batches = course.train().epoch(randomness, position.epochs(), position.stepsInEpoch())) {
            while (batches.hasNext()) {
                Update update = rate(position).update(seeds.bits(position.steps()));
                Score batch;
                try {
                    batch = learner.step(batches.next(), update);
                } catch (LossNotFiniteException e) {
                    throw e.at(position);
                }
                position = position.plus(batch, watch.seconds());
                watcher.stepped(position, batch);
                Wish wish = watcher.wish();
                if (wish == Wish.SAVE) {
                    watcher.save(from.at(position));
                }
                if (wish == Wish.STOP) {
                    break;
                }
            }
        }
        return from.at(position);
    }

    private Schedule.Rate rate(TrainingPosition position) {
        return course.schedule().at(position.steps(), course.length());
    }

    /** Tests what was learnt in an epoch, and ends it; empty when it is to stop meanwhile. */
    private Optional<TrainingState> test(TrainingState learnt) throws IOException, LossNotFiniteException {
        TrainingPosition end = learnt.position();
        Stopwatch watch = new Stopwatch(end.seconds());
        Score test = Score.NONE;
        if (course.test().isPresent()) {
            try (LabelledBatches batches = course.test().get().inOrder()) {
                while (batches.hasNext()) {
                    if (watcher.wish() == Wish.STOP) {
                        return Optional.empty();
                    }
                    test = test.plus(learner.evaluate(batches.next()));
                }
            }
        }
        if (!Double.isFinite(test.loss())) {
            throw new LossNotFiniteException(test.loss()).after(end);
        }
        return Optional.of(ended(learnt, test, watch.seconds()));
    }

    private TrainingState ended(TrainingState learnt, Score test, double seconds) {
        TrainingPosition end = learnt.position();
        int epoch = end.epochs() + 1;
        double factor = course.schedule().at(end.steps() - 1, course.length()).factor();
        History.Row row = new History.Row(
                epoch,
                end.steps(),
                course.rate() * factor,
                end.score().loss(),
                end.score().accuracyPercent(),
                test.images() > 0 ? test.loss() : Double.NaN,
                test.accuracyPercent(),
                end.score().images() / end.seconds(),
                seconds);
        return learnt.plus(row);
    }

    /** Seconds, those before included. */
    private static final class Stopwatch {
        private final long start = System.nanoTime();
        private final double before;

        Stopwatch(double before) {
            this.before = before;
        }

        double seconds() {
            return before + (System.nanoTime() - start) / 1e9;
        }
    }
}
