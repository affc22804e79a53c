package io.resnet4j.training;

import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.Pipeline;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Result;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.ImageException;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What the backbone of a network makes of the images of a run, a vector each: all that its head learns from.
 *
 * @param train by sample
 * @param test by sample; empty where nothing is tested
 */
record Features(float[][] train, float[][] test) {
    /** Whoever wanted the features wants them no more. */
    private static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Takes each image through the network once, on all cores that the recipe allows.
     *
     * @param model of the job, with the weights that it has now
     * @param stopping asked after each batch
     * @return empty where it was stopped
     * @throws io.resnet4j.vision.DataSetException when an image cannot be decoded, naming it
     */
    static Optional<Features> of(
            TrainingJob job, Model model, Engine engine, Training.Listener listener, BooleanSupplier stopping)
            throws IOException {
        try (Classifier classifier = Classifier.open(engine, model, options(job))) {
            Collector train = new Collector(job.data().train(), 0, images(job), listener, stopping);
            train.run(classifier, job);
            if (job.data().test().isEmpty()) {
                return Optional.of(new Features(train.features, new float[0][]));
            }
            Collector test =
                    new Collector(job.data().test().get(), train.features.length, images(job), listener, stopping);
            test.run(classifier, job);
            return Optional.of(new Features(train.features, test.features));
        } catch (StoppedException e) {
            return Optional.empty();
        }
    }

    /** Who learns in bf16 need not have an engine for the features that can: any numbers are as good that are as exact. */
    private static SessionOptions options(TrainingJob job) {
        boolean exact = job.recipe().get(Settings.PRECISION) == Precision.FLOAT32;
        SessionOptions all = SessionOptions.throughput()
                .withPrecision(exact ? Precision.FLOAT32 : Precision.AUTO)
                .withTaps(job.start().network().embedding().name());
        int threads = job.recipe().get(Settings.THREADS);
        return threads == 0 ? all : all.withLanes(threads);
    }

    /** How many images a run learns from and is tested with. */
    static int images(TrainingJob job) {
        int test = job.data().test().map(data -> data.samples().size()).orElse(0);
        return Math.addExact(job.data().train().samples().size(), test);
    }

    /** Takes the features of one data set, of which all have to come. */
    private static final class Collector implements Pipeline.Sink<IOException> {
        private final DataSet data;
        private final int before;
        private final int all;
        private final Training.Listener listener;
        private final BooleanSupplier stopping;
        private final float[][] features;
        private int done;

        Collector(DataSet data, int before, int all, Training.Listener listener, BooleanSupplier stopping) {
            this.data = data;
            this.before = before;
            this.all = all;
            this.listener = listener;
            this.stopping = stopping;
            features = new float[data.samples().size()][];
        }

        void run(Classifier classifier, TrainingJob job) throws IOException {
            Pipeline.of(classifier).run(data, job.decoder(), this);
        }

        @Override
        public void result(int index, Result result) {
            features[index] = result.embedding();
            done++;
        }

        @Override
        public void failed(int index, IOException cause) throws IOException {
            throw cause instanceof ImageException e ? Loader.bad(data, e) : cause;
        }

        @Override
        public void batchDone() throws StoppedException {
            listener.featuresMade(before + done, all);
            if (stopping.getAsBoolean()) {
                throw new StoppedException();
            }
        }
    }
}
