package io.resnet4j.image;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A Huffman table of a JPEG file (DHT): how many codes there are of 1 to 16 bits, and the symbols in the order of their
 * codes (T.81, Annex C). Codes of up to {@link #PEEK} bits, which is nearly all of them, are looked up.
 */
final class JpegHuffman {
    /** How many bits index the tables: those of a photo's four stay in the first cache. */
    static final int PEEK = 10;

    /** What an end of block adds to the position of a coefficient, so that no other sum can be mistaken for it. */
    static final int END_OF_BLOCK = 128;

    /** What any other code adds to it at most. */
    static final int LONGEST_STEP = 16;

    private static final int LONGEST = 16;

    private static final AtomicReferenceArray<Kept> KEPT = new AtomicReferenceArray<>(64);

    private record Kept(byte[] definition, JpegHuffman table) {}

    private final byte[] symbols;
    private final short[] lookup = new short[1 << PEEK]; // bits << 8 | symbol; 0 where the code is longer
    private final int[] end = new int[LONGEST + 1]; // by bits: one past the last code, as the top of 16 bits
    private final int[] first = new int[LONGEST + 1]; // by bits: what to add to a code for the index of its symbol
    private final long[] coefficients = new long[1 << PEEK];

    private JpegHuffman(byte[] symbols) {
        this.symbols = symbols;
    }

    /**
     * The tables of a definition: 16 counts, from one bit on, and the symbols. Those met lately are kept, as many files
     * have the same ones, and a small file takes less time than its tables.
     *
     * @return empty when there are more codes than fit into their bits; one of only ones is not allowed
     */
    static Optional<JpegHuffman> of(byte[] definition) {
        int place = Arrays.hashCode(definition) & KEPT.length() - 1;
        Kept kept = KEPT.get(place);
        if (kept != null && Arrays.equals(kept.definition(), definition)) {
            return Optional.of(kept.table());
        }
        Optional<JpegHuffman> made = make(definition);
        made.ifPresent(table -> KEPT.set(place, new Kept(definition, table)));
        return made;
    }

    private static Optional<JpegHuffman> make(byte[] definition) {
        JpegHuffman table = new JpegHuffman(Arrays.copyOfRange(definition, LONGEST, definition.length));
        int code = 0;
        int index = 0;
        for (int bits = 1; bits <= LONGEST; bits++) {
            table.first[bits] = index - code;
            for (int i = 0; i < (definition[bits - 1] & 0xff); i++, code++, index++) {
                if (bits <= PEEK && code < 1 << bits) {
                    table.fill(code, bits, index);
                }
            }
            if (code >= 1 << bits) {
                return Optional.empty();
            }
            table.end[bits] = code << (LONGEST - bits);
            code <<= 1;
        }
        for (int bits = 0; bits < table.coefficients.length; bits++) {
            table.coefficients[bits] = table.pair(bits);
        }
        return Optional.of(table);
    }

    private void fill(int code, int bits, int index) {
        int span = 1 << (PEEK - bits);
        for (int i = 0; i < span; i++) {
            lookup[code * span + i] = (short) (bits << 8 | symbols[index] & 0xff);
        }
    }

    /** Whether all symbols can be the size of a difference of 8-bit images' DC coefficients. */
    boolean suitsDc() {
        for (byte symbol : symbols) {
            if (symbol < 0 || symbol > 15) {
                return false;
            }
        }
        return true;
    }

    /**
     * The next symbol of a stream.
     *
     * @param stream its next bits, first in the highest one
     * @return how many bits its code has, times 256, plus the symbol; 0 when no code is like this
     */
    int symbol(long stream) {
        int found = lookup[(int) (stream >>> (Long.SIZE - PEEK))];
        if (found != 0) {
            return found;
        }
        int top = (int) (stream >>> (Long.SIZE - LONGEST));
        for (int bits = PEEK + 1; bits <= LONGEST; bits++) {
            if (top < end[bits]) {
                return bits << 8 | symbols[first[bits] + (top >> (LONGEST - bits))] & 0xff;
            }
        }
        return 0;
    }

    /**
     * What the codes of AC coefficients in a sequential scan mean, for each beginning of {@link #PEEK} bits:
     * {@code second value << 48 | second step << 32 | step << 24 | size << 16 | bits of the code << 8 | bits of all}. A step
     * leads behind a coefficient; the value of the first one has {@code size} bits. The second one, value and all, is there
     * where it fits in, else its step is 0. All is 0 where the first code is longer.
     */
    long[] coefficients() {
        return coefficients;
    }

    /** The same of the first code alone, of any length. */
    static int coefficient(int codeAndSymbol) {
        int codeBits = codeAndSymbol >> 8;
        int size = codeAndSymbol & 15;
        return codeAndSymbol == 0 ? 0 : step(codeAndSymbol) << 24 | size << 16 | codeBits << 8 | codeBits + size;
    }

    private static int step(int codeAndSymbol) {
        int zeros = codeAndSymbol >> 4 & 15;
        return (codeAndSymbol & 15) > 0 || zeros == 15 ? zeros + 1 : END_OF_BLOCK;
    }

    private long pair(int stream) {
        long first = Integer.toUnsignedLong(coefficient(lookup[stream]));
        int used = (int) first & 0xff;
        int rest = stream << used & (1 << PEEK) - 1;
        int second = lookup[rest];
        int size = second & 15;
        int left = PEEK - used - (second >> 8) - size; // bits behind both
        if (first == 0 || first >> 24 == END_OF_BLOCK || second == 0 || left < 0) {
            return first;
        }
        long value = size == 0 ? 0 : extend(rest >> used + left & (1 << size) - 1, size);
        return (value << 48 | (long) step(second) << 32 | first) + (second >> 8) + size;
    }

    /** The number that {@code size} bits stand for (T.81, F.2.2.1): the lower half of their range is negative. */
    static int extend(int raw, int size) {
        return raw < 1 << (size - 1) ? raw - (1 << size) + 1 : raw;
    }
}
