package io.resnet4j.training;

import io.resnet4j.inference.Engine;
import io.resnet4j.model.Network;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A run: a job that an engine does in a folder, which at any moment holds all that it takes to go on. {@link #stop} may be called by any
 * thread, the rest by one.
 *
 * <pre class="java">{@code
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
 * }</pre>
 */
public final class Training implements AutoCloseable {
    /** How much work may be lost where epochs are long. */
    private static final Duration BETWEEN_SAVES = Duration.ofMinutes(10);

    private final TrainingJob job;
    private final RunFolder folder;
    private final Learner learner;
    private final FeatureReuse reuse;
    private TrainingLoop.Course course;
    private boolean ready;
    private TrainingState state;
    private volatile boolean stopping;

    /** Is told how a run goes. */
    public interface Listener {
        /** Is told nothing. */
        Listener NONE = new Listener() {};

        /** Of so many images features have been made; the first step comes after the last. */
        default void featuresMade(int images, int of) {}

        /** A step was taken, by which the run came to a position. */
        default void stepped(TrainingPosition position, Score batch) {}

        /** An epoch is over, and saved. */
        default void epochEnded(History.Row row) {}
    }

    private Training(
            TrainingJob job, RunFolder folder, FeatureReuse reuse, Learner learner, TrainingLoop.Course course) {
        this.job = job;
        this.folder = folder;
        this.reuse = reuse;
        this.learner = learner;
        this.course = course;
        ready = reuse.backbone().isEmpty();
    }

    /**
     * Begins a run, of which nothing is saved before its first epoch or stop.
     *
     * @throws IllegalArgumentException when the recipe does not fit the network or the data
     */
    public static Training start(TrainingEngine engine, TrainingJob job, RunFolder folder) throws IOException {
        return start(engine, Optional.empty(), job, folder);
    }

    /**
     * The same in less time where the head alone learns: a backbone that stays as it is runs but once over each image, and epochs go
     * over what it made of them. That is so when images are not augmented, the backbone's batch norms keep their statistics, and a
     * quarter of the heap suffices; {@link #description} says whether.
     *
     * @param backbone what runs it
     */
    public static Training start(TrainingEngine engine, Engine backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        return start(engine, Optional.of(backbone), job, folder);
    }

    private static Training start(TrainingEngine engine, Optional<Engine> backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        Training training = open(engine, backbone, job, folder);
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
        return resume(engine, Optional.empty(), job, folder);
    }

    /** The same with an engine for a backbone that stays as it is; see {@link #start(TrainingEngine, Engine, TrainingJob, RunFolder)}. */
    public static Training resume(TrainingEngine engine, Engine backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        return resume(engine, Optional.of(backbone), job, folder);
    }

    private static Training resume(TrainingEngine engine, Optional<Engine> backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        Network network = job.start().network();
        try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(folder.last(), network)) {
            Training training = open(engine, backbone, job, folder);
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

    private static Training open(TrainingEngine engine, Optional<Engine> backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        TrainingLoop.Course course = job.course();
        LearnerOptions options = job.recipe().learnerOptions(job.start().network());
        FeatureReuse reuse = FeatureReuse.of(backbone, job, options);
        return new Training(job, folder, reuse, reuse.open(engine, job, options), course);
    }

    /** How it learns, in a line: engine, device, precision, threads; and whether features are reused, where they might be. */
    public String description() {
        return learner.description() + reuse.note();
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
        Keeper keeper = new Keeper(listener);
        if (isReady(listener)) {
            state = new TrainingLoop(learner, course, keeper).run(state);
        } else {
            keeper.save(state);
        }
        return state;
    }

    /** Makes the features that the epochs go over, where they do; false when it is stopped before it has them all. */
    private boolean isReady(Listener listener) throws IOException {
        if (!ready && state.position().epochs() < length().epochs()) {
            Engine backbone = reuse.backbone().orElseThrow();
            Model now = job.start().withWeights(learner);
            Optional<Features> features = Features.of(job, now, backbone, listener, () -> stopping);
            features.ifPresent(made -> course = job.course(made));
            ready = features.isPresent();
            return ready;
        }
        return true;
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
        public void stepped(TrainingPosition position, Score batch) {
            listener.stepped(position, batch);
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
            job.start().withWeights(learner).write(folder.model());
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
            save(end);
            end.history().write(folder.history());
            listener.epochEnded(row);
        }
    }
}
