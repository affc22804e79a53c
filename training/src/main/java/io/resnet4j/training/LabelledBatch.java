package io.resnet4j.training;

import io.resnet4j.inference.Batch;

/**
 * Images and their classes.
 *
 * @param labels an index of a class for each image; not copied, treat it as read-only
 */
public record LabelledBatch(Batch images, int[] labels) {
    /** Refuses more or fewer labels than images. */
    public LabelledBatch {
        if (images.size() != labels.length) {
            throw new IllegalArgumentException("%d images have %d labels".formatted(images.size(), labels.length));
        }
    }
}
