package io.resnet4j.inference;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DecodingPool;
import io.resnet4j.vision.DecodingPool.Bad;
import io.resnet4j.vision.DecodingPool.Outcome;
import io.resnet4j.vision.DecodingPool.Ready;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Photo;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Photos in, results out, in the order of the photos. Some threads read, decode and prepare them while the network runs on
 * those before, a batch at a time. A photo that cannot be read comes as its error and stops nothing. However many there are,
 * only a few batches are in memory. Immutable; may run more than once.
 *
 * <pre>{@code
 * Pipeline.of(classifier).run(Photo.below(Path.of("photos")), new PillowDecoder(), sink);
 * }</pre>
 */
public final class Pipeline {
    private static final int BATCH_SIZE = 16;

    private final Classifier classifier;
    private final int batchSize;
    private final int decoders;
    private final int inFlight;

    /**
     * Takes what comes out, on the thread that runs the pipeline.
     *
     * @param <E> what it may throw, which ends the run
     */
    public interface Sink<E extends Exception> {
        /** Photo number {@code index} has been through. */
        void result(int index, Result result) throws E;

        /** Photo number {@code index} could not be read, decoded or prepared. */
        void failed(int index, IOException cause) throws E;

        /** All photos of a batch have been told; those of the next may take a while. */
        default void batchDone() throws E {}
    }

    private Pipeline(Classifier classifier, int batchSize, int decoders, int inFlight) {
        if (batchSize < 1 || decoders < 1 || inFlight < 1) {
            throw new IllegalArgumentException(
                    "a pipeline has at least one image a batch, one decoder and one batch in flight, got %d, %d and %d"
                            .formatted(batchSize, decoders, inFlight));
        }
        this.classifier = classifier;
        this.batchSize = batchSize;
        this.decoders = decoders;
        this.inFlight = inFlight;
    }

    /** Batches of at most 16, a decoder for each core, a batch for each lane of the classifier. */
    public static Pipeline of(Classifier classifier) {
        return new Pipeline(classifier, BATCH_SIZE, Runtime.getRuntime().availableProcessors(), classifier.lanes());
    }

    /** With batches of at most so many images. */
    public Pipeline withBatchSize(int images) {
        return new Pipeline(classifier, images, decoders, inFlight);
    }

    /** With so many threads that decode. */
    public Pipeline withDecoders(int threads) {
        return new Pipeline(classifier, batchSize, threads, inFlight);
    }

    /** With so many batches in the network at a time, each called from a thread of its own. */
    public Pipeline withInFlight(int batches) {
        return new Pipeline(classifier, batchSize, decoders, batches);
    }

    /** Takes photos through, and tells {@code sink} of each. */
    public <E extends Exception> void run(List<Photo> photos, ImageDecoder decoder, Sink<E> sink) throws E {
        run(
                photos.size(),
                index -> {
                    Photo photo = photos.get(index);
                    return classifier.prepare(decoder, photo.read(), photo.name());
                },
                sink);
    }

    /** Takes all samples of a data set through, and tells {@code sink} of each. */
    public <E extends Exception> void run(DataSet data, ImageDecoder decoder, Sink<E> sink) throws E {
        run(data.samples().size(), index -> data.image(index, decoder, classifier.preprocessing()), sink);
    }

    /** Takes the images from 0 to {@code count}, exclusive, through, which {@code maker} reads and prepares. */
    private <E extends Exception> void run(int count, DecodingPool.Maker maker, Sink<E> sink) throws E {
        Batches batches = new Batches(count, batchSize, inFlight);
        ExecutorService runners = runners();
        Queue<Flight> flights = new ArrayDeque<>();
        try (DecodingPool pool = new DecodingPool(count, maker, decoders, Math.max(batches.largest(), decoders))) {
            while (pool.hasNext()) {
                flights.add(start(batches.next(pool), runners));
                if (flights.size() > inFlight) { // the one too many waits, so that no runner does
                    flights.remove().land(sink);
                }
            }
            while (!flights.isEmpty()) {
                flights.remove().land(sink);
            }
        } finally {
            flights.forEach(Flight::await);
            runners.shutdown();
        }
    }

    private ExecutorService runners() {
        return Executors.newFixedThreadPool(inFlight, work -> {
            Thread thread = new Thread(work, "resnet4j-pipeline");
            thread.setDaemon(true);
            return thread;
        });
    }

    private Flight start(List<Outcome> batch, ExecutorService runners) {
        List<Image> images = batch.stream()
                .filter(Ready.class::isInstance)
                .map(outcome -> ((Ready) outcome).image())
                .toList();
        return new Flight(
                batch,
                images.isEmpty()
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.supplyAsync(() -> classifier.run(images), runners));
    }

    /**
     * Parts so many images into batches of nearly one size: the engine then needs one plan, not one more for what is left
     * over.
     */
    private static final class Batches {
        private final int count;
        private final int number;
        private int begun;

        Batches(int count, int batchSize, int inFlight) {
            this.count = count;
            int full = count / batchSize + (count % batchSize == 0 ? 0 : 1);
            number = Math.max(full, Math.min(inFlight, count)); // no one is to be without work
        }

        int largest() {
            return number == 0 ? 1 : (count - 1) / number + 1;
        }

        List<Outcome> next(DecodingPool pool) {
            int start = start(begun++);
            List<Outcome> batch = new ArrayList<>();
            for (int i = start; i < start(begun); i++) {
                batch.add(pool.next());
            }
            return batch;
        }

        /** The larger ones first: what is made ready for them does for the others too. */
        private int start(int batch) {
            return batch * (count / number) + Math.min(batch, count % number);
        }
    }

    /** A batch that is in the network, or waits for it; {@code results} are those of the images that could be made. */
    private record Flight(List<Outcome> batch, CompletableFuture<List<Result>> results) {
        <E extends Exception> void land(Sink<E> sink) throws E {
            Iterator<Result> arrived = arrived().iterator();
            for (Outcome outcome : batch) {
                if (outcome instanceof Bad bad) {
                    sink.failed(bad.index(), bad.cause());
                } else {
                    sink.result(outcome.index(), arrived.next());
                }
            }
            sink.batchDone();
        }

        private List<Result> arrived() {
            try {
                return results.join();
            } catch (CompletionException e) {
                throw Handover.toCaller(e.getCause());
            }
        }

        /** Nobody asks for the results any more, but the session may be closed next. */
        void await() {
            results.handle((arrived, failure) -> null).join();
        }
    }
}
