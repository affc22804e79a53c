package io.resnet4j.training;

import io.resnet4j.weights.RandomBits;

/**
 * What is random about the images of a run. Every number depends on the seed, the epoch, the place in the epoch where an image is
 * learnt, and the name of the operation that asks, so that neither threads nor a run that was resumed change anything.
 */
public record Randomness(long seed) {
    private static final String ORDER = "order";

    /** In which order so many images are learnt in an epoch: each once, any order as likely (Fisher and Yates 1938). */
    public int[] order(int epoch, int count) {
        RandomBits random = RandomBits.of(seed, ORDER).at(epoch);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) { // Durstenfeld's way, from the inside out
            int other = random.below(i, i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** The numbers for an operation on the image that is learnt at a position of an epoch. */
    public Draws draws(int epoch, int position, String operation) {
        return new Draws(RandomBits.of(seed, operation).at(epoch).at(position));
    }
}
