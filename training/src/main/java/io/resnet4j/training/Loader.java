package io.resnet4j.training;

import io.resnet4j.inference.Batch;
import io.resnet4j.training.LoadedBatches.Workshop;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.DataSetException;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Normalization;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Brings a data set to a network, epoch after epoch, in batches. Which images a batch holds, in which order and how they are
 * augmented, depends on the randomness, the epoch and the number of the batch alone: neither on the threads nor on the batch that
 * an epoch begins with. Small images are decoded once and stay in memory; those for which it does not suffice are decoded
 * again each time.
 *
 * <pre>{@code
 * Loader loader = new Loader(data, new PillowDecoder(), preparation, LoaderOptions.of(128));
 * try (LabelledBatches batches = loader.epoch(new Randomness(seed), epoch, 0)) {
 *     while (batches.hasNext()) {
 *         learner.step(batches.next(), update);
 *     }
 * }
 * }</pre>
 *
 * Its epochs may run at the same time. The data set stays open until the last is closed.
 */
public final class Loader implements BatchSource {
    private final DataSet data;
    private final ImageDecoder decoder;
    private final Preparation preparation;
    private final LoaderOptions options;
    private final ImageMemory memory;

    /**
     * A loader of a data set, from which nothing is read yet.
     *
     * @throws DataSetException when it holds not even one batch
     */
    public Loader(DataSet data, ImageDecoder decoder, Preparation preparation, LoaderOptions options)
            throws DataSetException {
        this.data = data;
        this.decoder = decoder;
        this.preparation = preparation;
        this.options = options;
        memory = new ImageMemory(images(), options.memory());
        if (batches() == 0) {
            throw new DataSetException(
                    data.name(),
                    "%d images make no batch of %d; choose smaller batches, or keep the last one though it is not full"
                            .formatted(images(), options.batchSize()));
        }
    }

    private int images() {
        return data.samples().size();
    }

    @Override
    public int batches() {
        return options.batches(images());
    }

    @Override
    public LabelledBatches epoch(Randomness randomness, int epoch, int first) {
        int[] order = randomness.order(epoch, images());
        return batches(
                order, first, position -> preparation.augment(image(order[position]), randomness, epoch, position));
    }

    /** @throws IllegalStateException when images are augmented */
    @Override
    public LabelledBatches inOrder() {
        if (preparation.isRandom()) {
            throw new IllegalStateException(
                    "%s is loaded to be learnt from, at random; a loader without augmentations is for evaluation"
                            .formatted(data.name()));
        }
        int[] order = IntStream.range(0, images()).toArray();
        return batches(order, 0, position -> Picture.of(image(position)));
    }

    private LabelledBatches batches(int[] order, int first, LoadedBatches.Maker maker) {
        return new LoadedBatches(
                Epoch.of(data, order, options), first, new Workshop(maker, this::pack, options.threads()));
    }

    private Batch pack(List<Picture> pictures) {
        Normalization normalization = preparation.preprocessing().normalization();
        return preparation.padding() == Padding.ZERO
                ? new ZeroPaddedBatch(pictures, normalization)
                : Batch.of(pictures.stream().map(Picture::image).toList(), normalization);
    }

    private Image image(int sample) throws IOException {
        Optional<Image> kept = memory.get(sample);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            Image image = preparation.constant(data, sample, decoder);
            memory.offer(sample, image);
            return image;
        } catch (ImageException e) {
            throw bad(data, e);
        }
    }

    /** What is said of an image that cannot be learnt from. */
    static DataSetException bad(DataSet data, ImageException e) {
        return new DataSetException(
                data.name(), e.getMessage() + "; no image is passed over, so mend this one or remove it", e);
    }
}
