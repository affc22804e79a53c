package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The kinds that something may be of, and each as a JSON object: {@code {"kind": NAME, ...}} with the fields of that kind,
 * all of them and no others. A file can name nothing that is not listed.
 */
final class Kinds<T> {
    private final String what;
    private final List<Kind<? extends T>> kinds;

    /** What reads the fields of a kind. */
    interface Reader<R> {
        R read(Json fields) throws MalformedFileException;
    }

    private record Kind<R>(String name, Class<R> type, Function<R, Map<String, Object>> fields, Reader<R> reader) {
        Map<String, Object> fieldsOf(Object value) {
            return new TreeMap<>(fields.apply(type.cast(value)));
        }
    }

    private Kinds(String what, List<Kind<? extends T>> kinds) {
        this.what = what;
        this.kinds = kinds;
    }

    /**
     * No kinds as yet.
     *
     * @param what all of them are, for messages
     */
    Kinds(String what) {
        this(what, List.of());
    }

    /** These and one more, and how its fields are written and read. */
    <R extends T> Kinds<T> with(String name, Class<R> type, Function<R, Map<String, Object>> fields, Reader<R> reader) {
        List<Kind<? extends T>> more = new ArrayList<>(kinds);
        more.add(new Kind<>(name, type, fields, reader));
        return new Kinds<>(what, List.copyOf(more));
    }

    /**
     * The object that {@link #read} makes {@code value} of.
     *
     * @throws IllegalArgumentException when it is of none of the kinds
     */
    Map<String, Object> write(T value) {
        Kind<?> kind = kinds.stream()
                .filter(known -> known.type().isInstance(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a description has no name for the %s %s; it knows %s".formatted(what, value, names())));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind.name());
        fields.putAll(kind.fieldsOf(value));
        return fields;
    }

    /** What {@link #write} wrote. */
    T read(Json json) throws MalformedFileException {
        String name = json.name("kind");
        Kind<? extends T> kind = kinds.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no %s '%s'; there are %s".formatted(what, name, names())));
        T value = kind.reader().read(json);
        List<String> known = new ArrayList<>(List.of("kind"));
        known.addAll(kind.fieldsOf(value).keySet());
        json.only(known.toArray(String[]::new));
        return value;
    }

    private String names() {
        return String.join(", ", kinds.stream().map(Kind::name).toList());
    }
}
