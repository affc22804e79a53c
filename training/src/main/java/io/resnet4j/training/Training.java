package io.resnet4j.training;

import io.resnet4j.inference.Engine;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Network;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
    private boolean failed;
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

    /** {@link #start(TrainingEngine, Optional, TrainingJob, RunFolder, List)} by code, which has no command line. */
    public static Training start(TrainingEngine engine, TrainingJob job, RunFolder folder) throws IOException {
        return start(engine, Optional.empty(), job, folder, List.of());
    }

    /** {@link #start(TrainingEngine, Optional, TrainingJob, RunFolder, List)} by code, with an engine for a backbone that stays as it is. */
    public static Training start(TrainingEngine engine, Supplier<Engine> backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        return start(engine, Optional.of(backbone), job, folder, List.of());
    }

    /**
     * Begins a run. Its first checkpoint is written before its first step: whenever it is interrupted, there is one to go on from.
     *
     * @param backbone saves time where the head alone learns: a backbone that stays as it is runs but once over each image, and
     *     epochs go over what it made of them. That is so when images are not augmented, the backbone's batch norms keep their
     *     statistics, and a quarter of the heap suffices; {@link #description} says whether. It is asked for only then. Empty for never.
     * @param command the command line, for {@code provenance.json}
     * @throws IllegalArgumentException when the recipe does not fit the network or the data, or the weights to begin with are not
     *     finite
     */
    public static Training start(
            TrainingEngine engine,
            Optional<Supplier<Engine>> backbone,
            TrainingJob job,
            RunFolder folder,
            List<String> command)
            throws IOException {
        Training training = open(engine, backbone, job, folder);
        try {
            Recipe recipe = job.recipe();
            AtomicFile.write(folder.configuration(), recipe.toYaml().getBytes(StandardCharsets.UTF_8));
            List<Provenance.Data> sets = sets(job.data());
            new Provenance(Instant.now(), command, training.description(), sets).write(folder.provenance());
            training.state = new TrainingState(TrainingPosition.START, History.EMPTY, recipe.toYaml(), checksums(sets));
            training.writeModel();
            training.writeLast(training.state); // at the end: from here on there is a run
            return training;
        } catch (LossNotFiniteException e) {
            training.close();
            throw new IllegalArgumentException("no run begins with such weights: " + e.problem(), e);
        } catch (IOException | RuntimeException | Error e) {
            training.close();
            throw e;
        }
    }

    private static List<Provenance.Data> sets(TrainingData data) throws IOException {
        List<Provenance.Data> sets = new ArrayList<>();
        sets.add(Provenance.Data.of(data.train()));
        if (data.test().isPresent()) {
            sets.add(Provenance.Data.of(data.test().get()));
        }
        return sets;
    }

    private static String checksums(List<Provenance.Data> sets) {
        return sets.stream().map(Provenance.Data::sha256).collect(Collectors.joining(" "));
    }

    /**
     * Goes on with the run in a folder, from its last checkpoint.
     *
     * @throws MalformedFileException when that is no checkpoint of this network, or damaged, or the run began with another recipe
     *     or other data than the job has
     */
    public static Training resume(TrainingEngine engine, TrainingJob job, RunFolder folder) throws IOException {
        return resume(engine, Optional.empty(), job, folder);
    }

    /** The same with an engine for a backbone that stays as it is; see {@link #start(TrainingEngine, Optional, TrainingJob, RunFolder, List)}. */
    public static Training resume(TrainingEngine engine, Supplier<Engine> backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        return resume(engine, Optional.of(backbone), job, folder);
    }

    private static Training resume(
            TrainingEngine engine, Optional<Supplier<Engine>> backbone, TrainingJob job, RunFolder folder)
            throws IOException {
        Network network = job.start().network();
        try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(folder.last(), network)) {
            Training training = open(engine, backbone, job, folder);
            try {
                training.requireSameRun(checkpoint.state());
                training.restore(checkpoint);
                training.state = checkpoint.state();
                training.writeRest(training.state);
                return training;
            } catch (IOException | RuntimeException | Error e) {
                training.close();
                throw e;
            }
        }
    }

    private void restore(TrainingCheckpoint checkpoint) throws IOException {
        try {
            learner.restore(checkpoint.weights(), checkpoint.optimizerState());
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(folder.last().toString(), e.getMessage(), e);
        }
    }

    /** Other settings or other data would give weights that no run of this recipe ends with. */
    private void requireSameRun(TrainingState saved) throws IOException {
        String file = folder.last().toString();
        Recipe began = Recipe.parse(file, saved.configuration());
        if (!began.equals(job.recipe())) {
            throw new MalformedFileException(
                    file,
                    "the run began with other settings than it is to go on with: %s; resume it with those of %s"
                            .formatted(
                                    String.join(", ", began.differences(job.recipe())),
                                    folder.configuration().getFileName()));
        }
        if (!saved.data().equals(checksums(sets(job.data())))) {
            throw new MalformedFileException(
                    file,
                    "the run began with other data than %s has now: other images, labels, or another order, to learn from or to test with; resume it with those"
                            .formatted(job.data().train().name()));
        }
    }

    private static Training open(
            TrainingEngine engine, Optional<Supplier<Engine>> backbone, TrainingJob job, RunFolder folder)
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
     * @throws IllegalStateException after a call that has thrown, for the learner has moved on meanwhile; the folder is to be resumed
     */
    public TrainingState run(Listener listener) throws IOException, LossNotFiniteException {
        if (failed) {
            throw new IllegalStateException("the run has failed; resume it from its folder");
        }
        failed = true; // unless it ends
        Keeper keeper = new Keeper(listener);
        if (isReady(listener)) {
            state = new TrainingLoop(learner, course, keeper).run(state);
        } else {
            keeper.save(state);
        }
        failed = false;
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

    private void writeLast(TrainingState here) throws IOException, LossNotFiniteException {
        TrainingCheckpoint.write(folder.last(), job.start().network(), learner, here);
    }

    private void writeModel() throws IOException {
        job.start().withWeights(learner).write(folder.model());
    }

    /**
     * Writes what follows from the last checkpoint, of this state. A run that was killed in between does so when it resumes, so that
     * all files tell of one course of events even where an engine computes something else the second time.
     */
    private void writeRest(TrainingState here) throws IOException {
        writeModel();
        List<History.Row> rows = here.history().rows();
        boolean isBest = !rows.isEmpty() && here.history().best().equals(Optional.of(rows.get(rows.size() - 1)));
        if (isBest && here.position().stepsInEpoch() == 0) {
            AtomicFile.write(
                    folder.best(),
                    Files.size(folder.last()),
                    channel -> Files.copy(folder.last(), Channels.newOutputStream(channel)));
        }
        here.history().write(folder.history());
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
        public void save(TrainingState here) throws IOException, LossNotFiniteException {
            writeLast(here);
            writeRest(here);
            savedAt = System.nanoTime();
        }

        @Override
        public void epochEnded(TrainingState end) throws IOException, LossNotFiniteException {
            save(end);
            List<History.Row> rows = end.history().rows();
            listener.epochEnded(rows.get(rows.size() - 1));
        }
    }
}
