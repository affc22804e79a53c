package io.resnet4j.training;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.training.Recipe.Chosen;
import java.io.ByteArrayInputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Settings as a YAML file, a flat map of names to values:
 *
 * <pre>
 * epochs: 200
 * lr: 0.1               # or: {head: 0.001, backbone: 0.00001}
 * augment: [crop: 4, flip]
 * mean: [.4914, .4822, .4465]
 * </pre>
 *
 * <p>A value is what stands there, whatever YAML would take it for ({@code 1e-3} is a text in one version of YAML and a number
 * in the next): the setting says what it must be. So lists and maps are another way to write what the command line takes,
 * {@code crop=4,flip}. Anchors, tags and a second document have no place here and are refused; the parser's events are read one
 * by one, so that nothing nests deeper than that.
 */
final class RecipeFile {
    /** A recipe of all settings takes 2,000. */
    static final int MOST_BYTES = 1 << 16;

    private final String file;
    private final Iterator<Event> events;

    private RecipeFile(String file, byte[] content) {
        this.file = file;
        LoadSettings settings = LoadSettings.builder().build();
        this.events = new Parse(settings)
                .parseInputStream(new ByteArrayInputStream(content))
                .iterator();
    }

    /** The texts of all settings in the file, checked by themselves. */
    static Map<Setting<?>, String> parse(String file, byte[] content) throws MalformedFileException {
        try {
            return new RecipeFile(file, content).document();
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark().map(RecipeFile::line).orElse("");
            throw new MalformedFileException(file, line + "it is not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            boolean text = !(e.getCause() instanceof CharacterCodingException);
            throw new MalformedFileException(
                    file, text ? "it is not YAML: " + e.getMessage() : "a recipe is UTF-8 text", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, e.getMessage(), e);
        }
    }

    /** What {@link #parse} reads again. */
    static String write(List<Chosen> settings) {
        return settings.stream()
                .map(chosen -> chosen.setting() + ": " + yaml(chosen) + "\n")
                .collect(Collectors.joining());
    }

    /** Lists and parts in YAML's way; what may hold any character in quotes. */
    private static String yaml(Chosen chosen) {
        String value = chosen.value();
        if (chosen.setting().isList()) {
            boolean several = value.contains(",") || value.contains("=");
            return several ? "[" + value.replace(",", ", ").replace("=", ": ") + "]" : value;
        }
        return value.matches("[\\w.+-]+") ? value : "'" + value.replace("'", "''") + "'";
    }

    private Map<Setting<?>, String> document() throws MalformedFileException {
        events.next(); // the stream starts
        Map<Setting<?>, String> settings = new LinkedHashMap<>();
        Event start = events.next();
        if (!(start instanceof DocumentStartEvent)) {
            return settings; // nothing but comments
        }
        Event map = events.next();
        requirePlain(map);
        if (map.getEventId() != ID.MappingStart) {
            throw malformed(map, "a recipe is lines like 'epochs: 30'");
        }
        for (Event key = events.next(); key.getEventId() != ID.MappingEnd; key = events.next()) {
            Setting<?> setting = Settings.named(scalar(key));
            Event value = events.next();
            if (settings.put(setting, text(setting, value)) != null) {
                throw malformed(key, setting + " stands there twice");
            }
        }
        events.next(); // the document ends
        Event end = events.next();
        if (end.getEventId() != ID.StreamEnd) {
            throw malformed(end, "a recipe is one document; remove what follows ---");
        }
        return settings;
    }

    private String text(Setting<?> setting, Event value) throws MalformedFileException {
        requirePlain(value);
        if (value.getEventId() != ID.Scalar && !setting.isList()) {
            throw malformed(value, "%s: expected %s, got a list or a map".formatted(setting, setting.expected()));
        }
        String text = value.getEventId() == ID.Scalar ? scalar(value) : collection(value);
        setting.read(text);
        return text;
    }

    /** A list, of texts and of maps such as {@code crop: 4}, or a map. */
    private String collection(Event start) throws MalformedFileException {
        if (start.getEventId() == ID.MappingStart) {
            return pairs();
        }
        StringJoiner items = new StringJoiner(",").setEmptyValue(Kind.NONE);
        for (Event item = events.next(); item.getEventId() != ID.SequenceEnd; item = events.next()) {
            items.add(item.getEventId() == ID.MappingStart ? pairs() : scalar(item));
        }
        return items.toString();
    }

    private String pairs() throws MalformedFileException {
        StringJoiner pairs = new StringJoiner(",");
        for (Event key = events.next(); key.getEventId() != ID.MappingEnd; key = events.next()) {
            pairs.add(scalar(key) + "=" + scalar(events.next()));
        }
        return pairs.toString();
    }

    private String scalar(Event event) throws MalformedFileException {
        requirePlain(event);
        if (event instanceof ScalarEvent scalar) {
            return scalar.getValue();
        }
        throw malformed(event, "expected a text or a number, got a list or a map");
    }

    private void requirePlain(Event event) throws MalformedFileException {
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw malformed(event, "a recipe has no anchors (& and *); write the value twice");
        }
        boolean tagged = event instanceof ScalarEvent scalar && scalar.getTag().isPresent()
                || event instanceof CollectionStartEvent collection
                        && collection.getTag().isPresent();
        if (tagged) {
            throw malformed(event, "a recipe has no tags (!); leave it out");
        }
    }

    private MalformedFileException malformed(Event event, String problem) {
        return new MalformedFileException(
                file, event.getStartMark().map(RecipeFile::line).orElse("") + problem);
    }

    private static String line(Mark mark) {
        return "line %d: ".formatted(mark.getLine() + 1);
    }
}
