package io.resnet4j.weights;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers that are looked up, not drawn one after the other: number {@code i} depends on the key and on {@code i} alone,
 * whoever asks for it and when. Each is 64 bits of a SplitMix64 (Steele, Lea and Flood 2014) that starts at the seed and the
 * FNV-1a hash of a name in UTF-8. Integers have 64 bits and wrap around, {@code >>>} shifts zeros in:
 *
 * <pre>{@code
 * G       = 0x9E3779B97F4A7C15
 * mix(z)  : z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9; z = (z ^ z >>> 27) * 0x94D049BB133111EB; z ^ z >>> 31
 * key     = mix(mix(seed + G) ^ fnv1a(name))
 * bits(i) = mix(key + (i + 1) * G)
 * at(i)   : key = bits(i)
 * }</pre>
 *
 * None of this changes between releases.
 */
public record RandomBits(long key) {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** The numbers for something that has a name. */
    public static RandomBits of(long seed, String name) {
        return new RandomBits(mix(mix(seed + GOLDEN_RATIO) ^ fnv1a(name)));
    }

    /** Number {@code i}, all of its bits. */
    public long bits(long i) {
        return mix(key + (i + 1) * GOLDEN_RATIO);
    }

    /** Number {@code i} as one of the 2^53 doubles from 0 to 1, exclusive, that are equally far apart. */
    public double uniform(long i) {
        return (bits(i) >>> 11) * 0x1p-53;
    }

    /**
     * Number {@code i} as one of {@code 0} to {@code bound}, exclusive: the upper half of its bits times the bound, whose upper
     * half that is. None is likelier than another by more than {@code bound / 2^32}.
     */
    public int below(long i, int bound) {
        return (int) ((bits(i) >>> 32) * bound >>> 32);
    }

    /** Numbers of its own for each {@code i}: for epoch {@code i}, say, or image {@code i}. Number {@code i} is spent on that. */
    public RandomBits at(long i) {
        return new RandomBits(bits(i));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }
}
