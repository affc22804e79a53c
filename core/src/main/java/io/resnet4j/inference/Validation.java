package io.resnet4j.inference;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSet.Sample;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts how often a classifier is right on a labelled data set, whose classes must be as many as the classifier's and in
 * the same order. Images are read, decoded and prepared on all cores; one that cannot be decoded is reported and left out.
 *
 * @param images how many were classified
 * @param top1 how many of them got their label as the likeliest
 * @param top5 how many of them got it among the five likeliest
 * @param seconds from the first read to the last prediction
 * @param failures what could not be read or decoded
 */
public record Validation(int images, int top1, int top5, double seconds, List<Failure> failures) {
    /** A sample that could not be used. */
    public record Failure(Sample sample, IOException cause) {}

    /** Told of every sample, in the order of the data set within each of the two. */
    public interface Listener {
        void classified(Sample sample, Classification result);

        void failed(Failure failure);
    }

    /** A sample's pixels, or why there are none. */
    private record Prepared(Sample sample, Image image, IOException failure) {}

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
     * @param batchSize how many images run through the network together
     * @param listener told while it goes on
     * @throws DataSetException when the data set has not the classifier's number of classes
     */
    public static Validation run(
            Classifier classifier, ImageDecoder decoder, DataSet data, int batchSize, Listener listener)
            throws DataSetException {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch has at least one image, got " + batchSize);
        }
        if (data.classes().size() != classifier.labels().size()) {
            throw new DataSetException(
                    data.name(),
                    "classes: %d in the data, %d in the model"
                            .formatted(
                                    data.classes().size(), classifier.labels().size()));
        }
        Tally tally = new Tally(listener);
        long start = System.nanoTime();
        for (int from = 0; from < data.samples().size(); from += batchSize) {
            int to = Math.min(from + batchSize, data.samples().size());
            tally.add(classifier, prepare(classifier, decoder, data, from, to));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Validation(tally.images, tally.top1, tally.top5, seconds, tally.failures);
    }

    /** What has been counted so far. */
    private static final class Tally {
        private final Listener listener;
        private final List<Failure> failures = new ArrayList<>();
        private int images;
        private int top1;
        private int top5;

        Tally(Listener listener) {
            this.listener = listener;
        }

        void add(Classifier classifier, List<Prepared> batch) {
            List<Prepared> usable = new ArrayList<>();
            for (Prepared prepared : batch) {
                if (prepared.failure() == null) {
                    usable.add(prepared);
                } else {
                    Failure failure = new Failure(prepared.sample(), prepared.failure());
                    failures.add(failure);
                    listener.failed(failure);
                }
            }
            if (usable.isEmpty()) {
                return;
            }
            List<Image> pixels = usable.stream().map(Prepared::image).toList();
            List<Classification> results = classifier.classifyPrepared(pixels);
            for (int i = 0; i < results.size(); i++) {
                add(usable.get(i).sample(), results.get(i));
            }
        }

        private void add(Sample sample, Classification result) {
            int rank = result.rank(sample.label());
            images++;
            top1 += rank < 1 ? 1 : 0;
            top5 += rank < 5 ? 1 : 0;
            listener.classified(sample, result);
        }
    }

    private static List<Prepared> prepare(Classifier classifier, ImageDecoder decoder, DataSet data, int from, int to) {
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(index -> prepare(classifier, decoder, data, index))
                .toList();
    }

    private static Prepared prepare(Classifier classifier, ImageDecoder decoder, DataSet data, int index) {
        Sample sample = data.samples().get(index);
        try {
            Image image = classifier.prepare(data.image(index, decoder), sample.path());
            return new Prepared(sample, image, null);
        } catch (IOException e) {
            return new Prepared(sample, null, e);
        }
    }
}
