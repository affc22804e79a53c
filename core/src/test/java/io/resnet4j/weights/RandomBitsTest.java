package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomBitsTest {
    /** By the formulas of the Javadoc in Python, whose integers have no end. */
    @Test
    void numbersNeverChange() {
        RandomBits random = RandomBits.of(42, "crop");
        assertEquals(0xeee34b2fa8941feeL, random.key());
        assertEquals(0x5b7a8b6ae4d431c8L, random.bits(0));
        assertEquals(0x4f9b12a870d97a13L, random.at(7).at(49_999).bits(1));
        assertEquals(0.5321112079151457, random.uniform(3));
        assertEquals(1, random.below(4, 9));
        assertEquals(922775640, random.below(5, Integer.MAX_VALUE));
    }

    /** Of a fair die of nine sides the count of a side strays by 5 of its deviations once in a million times. */
    @Test
    void allNumbersBelowABoundAreAsLikely() {
        int rolls = 90_000;
        RandomBits random = RandomBits.of(1, "die");
        int[] counts = new int[9];
        double sum = 0;
        for (int i = 0; i < rolls; i++) {
            counts[random.at(i).below(0, 9)]++;
            sum += random.at(i).uniform(1);
        }
        for (int side = 0; side < 9; side++) {
            assertEquals(rolls / 9.0, counts[side], 5 * Math.sqrt(rolls * 8 / 81.0), "side " + side);
        }
        assertEquals(0.5, sum / rolls, 5 / Math.sqrt(12.0 * rolls));
        assertEquals(0, random.below(3, 1));
    }

    @Test
    void everySeedNameAndPlaceHasItsOwnNumbers() {
        Set<Long> seen = new HashSet<>();
        int drawn = 0;
        for (long seed : new long[] {0, 1, -1, 1L << 40}) {
            for (String name : new String[] {"crop", "flip", ""}) {
                for (int epoch = 0; epoch < 5; epoch++) {
                    for (int position = 0; position < 100; position++) {
                        RandomBits place = RandomBits.of(seed, name).at(epoch).at(position);
                        for (int i = 0; i < 3; i++) {
                            seen.add(place.bits(i));
                            drawn++;
                        }
                    }
                }
            }
        }
        assertTrue(drawn == 18_000 && seen.size() == drawn, () -> seen.size() + " different numbers");
    }
}
