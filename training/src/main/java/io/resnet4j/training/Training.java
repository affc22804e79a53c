package io.resnet4j.training;

import io.resnet4j.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A run: a job that an engine does in a folder, which at any moment holds all that it takes to go on. {@link #stop} may be called by any
 * thread, the rest by one.
 *
 * <pre class="java">
 * import io.resnet4j.image.PillowDecoder;
 * import io.resnet4j.libtorch.LibtorchEngine;
 * import io.resnet4j.training.*;
 * import java.nio.file.Path;
 *
 * Recipe recipe = Recipe.builder().recipe("digits").option("data", "digits").build();
 * try (TrainingData data = TrainingData.of(recipe);
 *         RunFolder folder = RunFolder.create(Path.of("runs/digits"))) {
 *     TrainingJob job = TrainingJob.fromScratch(recipe, data, new PillowDecoder());
 *     try (Training training = Training.start(new LibtorchEngine(), job, folder)) {
 *         System.out.println(training.run(Training.Listener.NONE).history().best());
 *     }
 * }
 * </pre>
 */
public final class Training implements AutoCloseable {
    /** How much work may be lost where epochs are long. */
    private static final Duration BETWEEN_SAVES = Duration.ofMinutes(10);

    private final TrainingJob job;
    private final RunFolder folder;
    private final Learner learner;
    private final TrainingLoop.Course course;
    private TrainingState state;
    private volatile boolean stopping;

    /** Is told how a run goes. */
    public interface Listener {
        /** Is told nothing. */
        Listener NONE = new Listener() {};

        /** A step was taken. */
        default void stepped(TrainingPosition position) {}

        /** An epoch is over, and saved. */
        default void epochEnded(History.Row row) {}
    }

    private Training(TrainingJob job, RunFolder folder, Learner learner, TrainingLoop.Course course) {
        this.job = job;
        this.folder = folder;
        this.learner = learner;
        this.course = course;
    }

    /**
     * Begins a run, of which nothing is saved before its first epoch or stop.
     *
     * @throws IllegalArgumentException when the recipe does not fit the network or the data
     */
    public static Training start(TrainingEngine engine, TrainingJob job, RunFolder folder) throws IOException {
        Training training = open(engine, job, folder);
        Recipe recipe = job.recipe();
        training.state =
                new TrainingState(recipe.get(Settings.SEED), TrainingPosition.START, History.EMPTY, recipe.toYaml());
        Files.writeString(folder.configuration(), recipe.toYaml());
        return training;
    }

    /**
     * Goes on with the run in a folder, from its last checkpoint.
     *
     * @throws io.resnet4j.io.MalformedFileException when that is no checkpoint of this network, or damaged
     */
    public static Training resume(TrainingEngine engine, TrainingJob job, RunFolder folder) throws IOException {
        Network network = job.start().network();
        try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(folder.last(), network)) {
            Training training = open(engine, job, folder);
            try {
                training.learner.restore(checkpoint.weights(), checkpoint.optimizerState());
                training.state = checkpoint.state();
                training.state.history().write(folder.history());
                return training;
            } catch (IOException | RuntimeException | Error e) {
                training.close();
                throw e;
            }
        }
    }

    private static Training open(TrainingEngine engine, TrainingJob job, RunFolder folder) throws IOException {
        TrainingLoop.Course course = job.course();
        Network network = job.start().network();
        Learner learner =
                engine.open(network, job.start().weights(), job.recipe().learnerOptions(network));
        return new Training(job, folder, learner, course);
    }

    /** How it learns, in a line: engine, device, precision, threads. */
    public String description() {
        return learner.description();
    }

    /** How long the whole run is. */
    public RunLength length() {
        return course.length();
    }

    /** Where the run stands. */
    public TrainingState state() {
        return state;
    }

    /** Has the run end after the step that it is at, with a checkpoint to go on from. */
    public void stop() {
        stopping = true;
    }

    /**
     * Goes on until all epochs are over, or {@link #stop} is called.
     *
     * @return where the run stands; all of it is in the folder
     * @throws LossNotFiniteException naming the step; the folder keeps what was saved before
     */
    public TrainingState run(Listener listener) throws IOException, LossNotFiniteException {
        state = new TrainingLoop(learner, course, new Keeper(listener)).run(state);
        return state;
    }

    /** Does not close the folder. */
    @Override
    public void close() {
        learner.close();
    }

    /** Saves what must not be lost. */
    private final class Keeper implements TrainingLoop.Watcher {
        private final Listener listener;
        private long savedAt = System.nanoTime();

        Keeper(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void stepped(TrainingPosition position) {
            listener.stepped(position);
        }

        @Override
        public TrainingLoop.Wish wish() {
            if (stopping) {
                return TrainingLoop.Wish.STOP;
            }
            boolean due = System.nanoTime() - savedAt > BETWEEN_SAVES.toNanos();
            return due ? TrainingLoop.Wish.SAVE : TrainingLoop.Wish.GO_ON;
        }

        @Override
        public void save(TrainingState here) throws IOException {
            TrainingCheckpoint.write(folder.last(), job.start().network(), learner, here);
            savedAt = System.nanoTime();
        }

        /**
         * The checkpoint to go on from comes after what it makes up for: a run that is killed before has this epoch once more, and
         * writes the same again.
         */
        @Override
        public void epochEnded(TrainingState end) throws IOException {
            List<History.Row> rows = end.history().rows();
            History.Row row = rows.get(rows.size() - 1);
            if (end.history().best().equals(Optional.of(row))) {
                TrainingCheckpoint.write(folder.best(), job.start().network(), learner, end);
            }
            job.start().withWeights(learner).write(folder.model());
            save(end);
            end.history().write(folder.history());
            listener.epochEnded(row);
        }
    }
}
