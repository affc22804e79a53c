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
 * {@code dict} a {@link Dict}, whose keys are small: texts of at most 65536 characters, {@link Long}s, {@link Double}s,
 * {@link Boolean}s and {@link None}, and sequences and dictionaries by identity. More than 1024 keys have one type.
 */
public final class Pickle {
    /** A key is compared each time it is used, which takes a pickle a few bytes, however long the key is. */
    private static final int LONGEST_KEY = 1 << 16;

    /** Keys of one type have an order or hashes that no file can choose; of several, a hash table searches through all. */
    private static final int MOST_MIXED_KEYS = 1024;

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
        /** Made to grow with the first item, and small: a pickle makes lists of a byte each. */
        private List<Object> items;

        Sequence(List<Object> items) {
            this.items = items;
        }

        public List<Object> items() {
            return Collections.unmodifiableList(items);
        }

        void add(Object item) {
            growing().add(item);
        }

        void addAll(List<Object> more) {
            if (!more.isEmpty()) {
                growing().addAll(more);
            }
        }

        private List<Object> growing() {
            if (items.isEmpty()) {
                items = new ArrayList<>(4);
            }
            return items;
        }
    }

    /** A dictionary in the order of its insertions. As a {@link Sequence}, it is equal to itself only. */
    public static final class Dict {
        /** Made with the first entry, and small: a pickle makes dictionaries of a byte each. */
        private Map<Object, Object> entries = Map.of();

        private Class<?> type = None.class;
        private boolean mixed;

        public Map<Object, Object> entries() {
            return Collections.unmodifiableMap(entries);
        }

        void put(Object key, Object value) {
            if (key instanceof String text && text.length() > LONGEST_KEY) {
                throw new RefusedKey("uses a text of %d characters as a dictionary's key".formatted(text.length()));
            }
            if (!(key instanceof String
                    || key instanceof Long
                    || key instanceof Double
                    || key instanceof Boolean
                    || key instanceof None
                    || key instanceof Sequence
                    || key instanceof Dict)) {
                throw new RefusedKey("uses a %s as a dictionary's key"
                        .formatted(key.getClass().getSimpleName()));
            }
            mixed |= !entries.isEmpty() && key.getClass() != type;
            type = key.getClass();
            if (mixed && entries.size() >= MOST_MIXED_KEYS) {
                throw new RefusedKey(
                        "has a dictionary with more than %d keys of several types".formatted(MOST_MIXED_KEYS));
            }
            if (entries.isEmpty()) {
                entries = new LinkedHashMap<>(4);
            }
            entries.put(key, value);
        }
    }

    /** Passes through a {@link PickleGlobals.Callable} to {@link PickleMachine}, which knows the file's name. */
    static final class RefusedKey extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private RefusedKey(String problem) {
            super("the pickle " + problem);
        }
    }

    /**
     * The object of the pickle that starts where {@code input} stands; {@code input} then stands behind it.
     *
     * @throws MalformedFileException when it is damaged, holds an instruction or a global that is not known, or is
     *     larger than those of checkpoints and data sets
     */
    public static Object read(PickleInput input, PickleGlobals globals) throws IOException {
        return new PickleMachine(input, globals).run();
    }

    /**
     * A dictionary of pairs of a key and a value, for whitelisted functions such as {@code collections.OrderedDict}.
     *
     * @throws IllegalArgumentException when a key is none of those that a pickle's dictionary may have; where a
     *     {@link PickleGlobals.Callable} lets it through, the pickle is refused
     */
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
