package io.resnet4j.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object that is asked for its fields one by one; a field that is absent or of another kind is an error. Messages
 * quote a file's texts in part only.
 */
final class Json {
    static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A file's names are not kept for the next one, and are no input to a table that they could be chosen for.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Of a whole text, which becomes up to thirty times as much in memory: the names of 40,000 classes fit in. */
    static final int LONGEST = 1 << 20;
    /** Of what stands for something that we know. */
    private static final int LONGEST_NAME = 100;

    private final String file;
    private final String path;
    private final Map<?, ?> fields;

    private Json(String file, String path, Map<?, ?> fields) {
        this.file = file;
        this.path = path;
        this.fields = fields;
    }

    /**
     * Parses {@code text}, which must be one object.
     *
     * @param file where the text comes from, for messages
     * @param path what it is called there
     */
    static Json parse(String file, String path, String text) throws MalformedFileException {
        try (JsonParser parser = STRICT.createParser(text)) {
            if (text.length() > LONGEST) {
                throw new MalformedFileException(
                        file, "%s has %d characters; at most %d are read".formatted(path, text.length(), LONGEST));
            }
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() == null && value instanceof Map<?, ?> fields) {
                return new Json(file, path, fields);
            }
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(
                    file, path + " is not valid JSON: " + Printable.excerpt(e.getOriginalMessage()), e);
        } catch (MalformedFileException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedFileException(file, path + " cannot be read as JSON", e);
        }
        throw new MalformedFileException(file, path + " is not one JSON object");
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The same object with these fields where it has none of that name. */
    Json orElse(Map<String, ?> defaults) {
        Map<Object, Object> all = new LinkedHashMap<>(defaults);
        all.putAll(fields);
        return new Json(file, path, all);
    }

    /** The names of the fields, in their order. */
    List<String> names() {
        return fields.keySet().stream().map(String::valueOf).toList();
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    boolean isText(String name) {
        return fields.get(name) instanceof String;
    }

    /** Refuses an object with fields other than these: a name mistyped would be passed over else. */
    Json only(String... known) throws MalformedFileException {
        for (String name : names()) {
            if (!List.of(known).contains(name)) {
                throw new MalformedFileException(
                        file,
                        "%s has no field '%s'; it has %s"
                                .formatted(path, Printable.excerpt(name), String.join(", ", known)));
            }
        }
        return this;
    }

    String text(String name) throws MalformedFileException {
        return cast(name, fields.get(name), String.class, "a text");
    }

    /** A text that is a name, which is never long. */
    String name(String name) throws MalformedFileException {
        return text(name, LONGEST_NAME);
    }

    /** A text of at most so many characters. */
    String text(String name, int longest) throws MalformedFileException {
        return limited(name, text(name), longest);
    }

    Json object(String name) throws MalformedFileException {
        return new Json(file, path + "." + name, cast(name, fields.get(name), Map.class, "an object"));
    }

    int integer(String name) throws MalformedFileException {
        double value = number(name, fields.get(name));
        if (value != (int) value) {
            throw new MalformedFileException(file, "%s.%s should be an integer, got %s".formatted(path, name, value));
        }
        return (int) value;
    }

    double decimal(String name) throws MalformedFileException {
        return number(name, fields.get(name));
    }

    boolean bool(String name) throws MalformedFileException {
        return cast(name, fields.get(name), Boolean.class, "true or false");
    }

    /** The objects in an array. */
    List<Json> objects(String name) throws MalformedFileException {
        List<?> items = cast(name, fields.get(name), List.class, "an array");
        List<Json> objects = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String place = "%s[%d]".formatted(name, i);
            objects.add(new Json(file, path + "." + place, cast(place, items.get(i), Map.class, "an object")));
        }
        return objects;
    }

    /** An array of just so many numbers. */
    float[] floats(String name, int count) throws MalformedFileException {
        List<?> items = cast(name, fields.get(name), List.class, "an array");
        if (items.size() != count) {
            throw unexpected(name, items, "an array of %d numbers".formatted(count));
        }
        float[] values = new float[count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) number(name, items.get(i));
        }
        return values;
    }

    List<String> texts(String name) throws MalformedFileException {
        List<String> texts = new ArrayList<>();
        for (Object item : cast(name, fields.get(name), List.class, "an array")) {
            texts.add(cast(name, item, String.class, "texts"));
        }
        return texts;
    }

    /** The fields of an object that gives names to names, none of which is long. */
    Map<String, String> namesByName(String name) throws MalformedFileException {
        Json object = object(name);
        Map<String, String> names = new LinkedHashMap<>();
        for (String key : object.names()) {
            names.put(limited(name, key, LONGEST_NAME), object.name(key));
        }
        return names;
    }

    /** The names in an array, none of which is long. */
    List<String> namesIn(String name) throws MalformedFileException {
        List<String> names = texts(name);
        for (String item : names) {
            limited(name, item, LONGEST_NAME);
        }
        return names;
    }

    private String limited(String name, String text, int longest) throws MalformedFileException {
        if (text.length() > longest) {
            throw new MalformedFileException(
                    file, "%s.%s has %d characters; at most %d are read".formatted(path, name, text.length(), longest));
        }
        return text;
    }

    private double number(String name, Object value) throws MalformedFileException {
        double number = cast(name, value, Number.class, "a number").doubleValue();
        if (Double.isInfinite(number)) {
            throw new MalformedFileException(file, "%s.%s is a number beyond 64 bits".formatted(path, name));
        }
        return number;
    }

    private <T> T cast(String name, Object value, Class<T> kind, String expected) throws MalformedFileException {
        if (!kind.isInstance(value)) {
            throw unexpected(name, value, expected);
        }
        return kind.cast(value);
    }

    private MalformedFileException unexpected(String name, Object got, String expected) {
        return new MalformedFileException(
                file, "%s.%s should be %s, got %s".formatted(path, Printable.excerpt(name), expected, shown(got)));
    }

    /** As a message names it: a value may be as large as the file. */
    private static String shown(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List<?> items) {
            return "an array of %d".formatted(items.size());
        }
        if (value instanceof String text) {
            return "'%s'".formatted(Printable.excerpt(text));
        }
        return value == null ? "nothing" : value.toString();
    }

    /** Writes texts, numbers and truths, and lists and maps of them. */
    static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Map<?, ?> fields) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                json.writeFieldName(String.valueOf(field.getKey()));
                write(json, field.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item);
            }
            json.writeEndArray();
        } else {
            json.writeObject(value);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return items;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        if (token != null && token.isBoolean()) {
            return parser.getBooleanValue();
        }
        return token != null && token.isNumeric() ? (Object) parser.getDoubleValue() : null;
    }
}
