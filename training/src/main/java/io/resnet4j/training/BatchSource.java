package io.resnet4j.training;

/** What the epochs of a run go over: the same images each time, or what was made of them. */
interface BatchSource {
    /** How many batches an epoch has. */
    int batches();

    /**
     * An epoch in random order.
     *
     * @param epoch counted from 0
     * @param first the batch to begin with: 0, or where a run was interrupted
     */
    LabelledBatches epoch(Randomness randomness, int epoch, int first);

    /** All images in the order of the data set, for evaluation. */
    LabelledBatches inOrder();
}
