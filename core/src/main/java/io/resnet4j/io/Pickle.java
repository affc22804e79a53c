package io.resnet4j.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's pickle format, read as data. A pickle is a program for a small stack machine; Python's runs whatever
 * function the program names. {@link PickleMachine} knows the instructions that plain data needs and a whitelist
 * ({@link PickleGlobals}) instead.
 *
 * <p>Values become: {@code str} a {@link String}; {@code int} a {@link Long}, beyond 64 bits a
 * {@link java.math.BigInteger}; {@code float} a {@link Double}; {@code bool} a {@link Boolean}; {@code bytes} a
 * {@code byte[]}; {@code None} {@link None#NONE}; {@code list}, {@code tuple} and {@code set} a {@link Sequence};
 * {@code dict} a {@link Dict}.
 */
public final class Pickle {
    private Pickle() {}

    /** Python's {@code None}. */
    public enum None {
        NONE
    }

    /**
     * A list, a tuple or a set. It may contain itself, so it is equal to itself only and is not printed: a walk through
     * what a pickle holds must be bounded by whoever walks.
     */
    public static final class Sequence {
        private final List<Object> items;

        Sequence(List<Object> items) {
            this.items = items;
        }

        public List<Object> items() {
            return Collections.unmodifiableList(items);
        }

        void addAll(List<Object> more) {
            items.addAll(more);
        }
    }

    /** A dictionary in the order of its insertions. As a {@link Sequence}, it is equal to itself only. */
    public static final class Dict {
        private final Map<Object, Object> entries = new LinkedHashMap<>();

        public Map<Object, Object> entries() {
            return Collections.unmodifiableMap(entries);
        }

        void put(Object key, Object value) {
            entries.put(key, value);
        }
    }

    /**
     * The object of the pickle that starts where {@code input} stands; {@code input} then stands behind it.
     *
     * @throws MalformedFileException when it is damaged, holds an instruction or a global that is not known, or is
     *     larger than any checkpoint
     */
    public static Object read(PickleInput input, PickleGlobals globals) throws IOException {
        return new PickleMachine(input, globals).run();
    }

    /** A dictionary of pairs of a key and a value, for whitelisted functions such as {@code collections.OrderedDict}. */
    public static Dict dict(List<List<Object>> pairs) {
        Dict dict = new Dict();
        pairs.forEach(pair -> dict.put(pair.get(0), pair.get(1)));
        return dict;
    }

    /** A sequence of the given items. */
    public static Sequence sequence(List<Object> items) {
        return new Sequence(new ArrayList<>(items));
    }
}
