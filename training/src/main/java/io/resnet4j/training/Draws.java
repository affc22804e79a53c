package io.resnet4j.training;

import io.resnet4j.weights.RandomBits;

/** Random numbers for one operation on one image, taken one after the other. For one thread. */
public final class Draws {
    private final RandomBits random;
    private long next;

    /** Takes them from the first on. */
    public Draws(RandomBits random) {
        this.random = random;
    }

    /** A number from {@code low} to {@code high}, exclusive; {@code low} where they are equal. */
    public double between(double low, double high) {
        return low + (high - low) * random.uniform(next++);
    }

    /** One of 0 to {@code bound}, exclusive. */
    public int below(int bound) {
        return random.below(next++, bound);
    }
}
