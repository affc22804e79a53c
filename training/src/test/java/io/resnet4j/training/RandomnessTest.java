package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomnessTest {
    private static final Randomness SEVEN = new Randomness(7);

    @Test
    void anOrderHasEachImageOnce() {
        for (int count : new int[] {0, 1, 2, 3, 17, 50_000}) {
            int[] sorted = SEVEN.order(4, count);
            Arrays.sort(sorted);
            assertArrayEquals(IntStream.range(0, count).toArray(), sorted);
        }
    }

    @Test
    void epochsAndSeedsHaveTheirOwnOrders() {
        int[] order = SEVEN.order(4, 100);
        assertArrayEquals(order, new Randomness(7).order(4, 100));
        assertFalse(Arrays.equals(order, SEVEN.order(5, 100)));
        assertFalse(Arrays.equals(order, new Randomness(8).order(4, 100)));
    }

    /** Each of 24 orders of 4 images; the counts may stray by five of their deviations. */
    @Test
    void everyOrderIsAsLikely() {
        Map<String, Integer> counts = new HashMap<>();
        int epochs = 24_000;
        for (int epoch = 0; epoch < epochs; epoch++) {
            counts.merge(Arrays.toString(SEVEN.order(epoch, 4)), 1, Integer::sum);
        }
        assertEquals(24, counts.size());
        counts.forEach((order, count) -> assertEquals(1000, count, 5 * Math.sqrt(1000), order));
    }

    @Test
    void drawsDependOnNothingElse() {
        double first = SEVEN.draws(1, 2, "flip").between(0, 1);
        SEVEN.order(1, 10);
        Draws again = SEVEN.draws(1, 2, "flip");
        assertEquals(first, again.between(0, 1));
        assertFalse(first == again.between(0, 1));
        assertFalse(first == SEVEN.draws(1, 2, "crop").between(0, 1));
        assertFalse(first == SEVEN.draws(1, 3, "flip").between(0, 1));
        assertFalse(first == SEVEN.draws(2, 2, "flip").between(0, 1));
        assertFalse(first == new Randomness(6).draws(1, 2, "flip").between(0, 1));
    }
}
