package io.resnet4j.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.resnet4j.io.MalformedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object that is asked for its fields one by one; a field that is absent or of another kind is an error. */
final class Json {
    static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A file's names are not kept for the next one, and are no input to a table that they could be chosen for.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

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
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() == null && value instanceof Map<?, ?> fields) {
                return new Json(file, path, fields);
            }
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(file, path + " is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MalformedFileException(file, path + " cannot be read as JSON", e);
        }
        throw new MalformedFileException(file, path + " is not one JSON object");
    }

    boolean isEmpty() {
        return fields.isEmpty();
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
                        file, "%s has no field '%s'; it has %s".formatted(path, name, String.join(", ", known)));
            }
        }
        return this;
    }

    String text(String name) throws MalformedFileException {
        return cast(name, fields.get(name), String.class, "a text");
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

    float[] floats(String name) throws MalformedFileException {
        List<?> items = cast(name, fields.get(name), List.class, "an array");
        float[] values = new float[items.size()];
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

    private double number(String name, Object value) throws MalformedFileException {
        return cast(name, value, Double.class, "a number");
    }

    private <T> T cast(String name, Object value, Class<T> kind, String expected) throws MalformedFileException {
        if (!kind.isInstance(value)) {
            throw new MalformedFileException(file, "%s.%s should be %s, got %s".formatted(path, name, expected, value));
        }
        return kind.cast(value);
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
        return token != null && token.isNumeric() ? (Object) parser.getDoubleValue() : null;
    }
}
