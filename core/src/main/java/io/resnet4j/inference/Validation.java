package io.resnet4j.inference;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.DataSets;
import io.resnet4j.vision.ImageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts how often a classifier is right on a labelled data set, whose classes must be as many as the classifier's and in
 * the same order. Images are read, decoded and prepared by several threads; one that cannot be decoded is reported and left out.
 *
 * @param images how many were classified
 * @param top1 how many of them got their label as the likeliest
 * @param top5 how many of them got it among the five likeliest
 * @param seconds from the first read to the last prediction
 * @param failures what could not be read or decoded
 */
public record Validation(int images, int top1, int top5, double seconds, List<Failure> failures) {
    /** What people call the halves of a data set, those first that are for validation. */
    private static final List<String> HALVES = List.of("test", "val", "valid", "validation", "train");

    private static final int SHOWN = 3;

    /**
     * How fast to go.
     *
     * @param batchSize how many images run through the network together
     * @param threads how many images are decoded at a time, meanwhile
     */
    public record Pace(int batchSize, int threads) {
        /** Refuses to stand still. */
        public Pace {
            if (batchSize < 1 || threads < 1) {
                throw new IllegalArgumentException(
                        "a batch has at least one image, and someone decodes it; got %d and %d"
                                .formatted(batchSize, threads));
            }
        }
    }

    /** A sample that could not be used. */
    public record Failure(Sample sample, IOException cause) {}

    /** Told of every sample, in the order of the data set within each of the two. */
    public interface Listener {
        void classified(Sample sample, Classification result);

        void failed(Failure failure);
    }

    public Validation {
        failures = List.copyOf(failures);
    }

    /** The share of images whose label is the likeliest, in percent; NaN when none was classified. */
    public double top1Percent() {
        return 100.0 * top1 / images;
    }

    /** The share of images whose label is among the five likeliest, in percent; NaN when none was classified. */
    public double top5Percent() {
        return 100.0 * top5 / images;
    }

    public double imagesPerSecond() {
        return images / seconds;
    }

    /**
     * Classifies all samples of a data set.
     *
     * @param pace how many images at a time
     * @param listener told while it goes on
     * @throws DataSetException when the data set has not the classifier's number of classes
     */
    public static Validation run(
            Classifier classifier, ImageDecoder decoder, DataSet data, Pace pace, Listener listener)
            throws DataSetException {
        if (data.classes().size() != classifier.labels().size()) {
            throw mismatch(data, classifier.labels().names());
        }
        Tally tally = new Tally(data.samples(), listener);
        long start = System.nanoTime();
        Pipeline.of(classifier)
                .withBatchSize(pace.batchSize())
                .withDecoders(pace.threads())
                .run(data, decoder, tally);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Validation(tally.images, tally.top1, tally.top5, seconds, tally.failures);
    }

    private static DataSetException mismatch(DataSet data, List<String> labels) {
        List<String> classes = data.classes();
        Optional<String> half = HALVES.containsAll(classes)
                ? HALVES.stream().filter(classes::contains).findFirst()
                : Optional.empty();
        return new DataSetException(
                data.name(),
                "classes: %d in the data, %d in the model; %s in the data, %s in the model%s"
                        .formatted(
                                classes.size(),
                                labels.size(),
                                start(classes),
                                start(labels),
                                half.map(name -> "; the data has a folder for each half, name one: "
                                                + DataSets.inside(data.name(), name))
                                        .orElse("")));
    }

    private static String start(List<String> names) {
        return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + (names.size() > SHOWN ? ", ..." : "");
    }

    /** What has been counted so far. */
    private static final class Tally implements Pipeline.Sink<RuntimeException> {
        private final List<Sample> samples;
        private final Listener listener;
        private final List<Failure> failures = new ArrayList<>();
        private int images;
        private int top1;
        private int top5;

        Tally(List<Sample> samples, Listener listener) {
            this.samples = samples;
            this.listener = listener;
        }

        @Override
        public void result(int index, Result result) {
            add(samples.get(index), result.classification());
        }

        @Override
        public void failed(int index, IOException cause) {
            Failure failure = new Failure(samples.get(index), cause);
            failures.add(failure);
            listener.failed(failure);
        }

        private void add(Sample sample, Classification result) {
            int rank = result.rank(sample.label());
            images++;
            top1 += rank < 1 ? 1 : 0;
            top5 += rank < 5 ? 1 : 0;
            listener.classified(sample, result);
        }
    }
}
