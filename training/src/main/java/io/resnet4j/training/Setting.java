package io.resnet4j.training;

import io.resnet4j.io.Printable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A setting of a run: its name, the same in YAML and on the command line, its kind, its default and a line of help.
 *
 * @param <T> what it is in Java
 */
public final class Setting<T> {
    private final String name;
    private final Kind<T> kind;
    private final String byDefault;
    private final String help;
    private final Optional<Use> use;

    /** @param use when it is of use; empty for always */
    Setting(String name, Kind<T> kind, String byDefault, String help, Optional<Use> use) {
        this.name = name;
        this.kind = kind;
        this.byDefault = byDefault;
        this.help = help;
        this.use = use;
    }

    /** With some values of another setting only, as the momentum with {@code optimizer: sgd}. */
    record Use(Setting<String> other, Set<String> values) {
        @Override
        public String toString() {
            return other + " " + values.stream().sorted().collect(Collectors.joining(" or "));
        }
    }

    /** What it is called: {@code batch-size}. */
    public String name() {
        return name;
    }

    /** What it can be: {@code one of sgd, adam, adamw}. */
    public String expected() {
        return kind.expected();
    }

    /** All that it can be, where these are few; otherwise empty. */
    public List<String> choices() {
        return kind.choices();
    }

    /** What it is when nobody says. */
    public String byDefault() {
        return byDefault;
    }

    /** A line that says what it is for. */
    public String help() {
        return help;
    }

    /** With what it is of use: {@code optimizer adam or adamw}; empty for with anything. */
    public Optional<String> usedWith() {
        return use.map(Use::toString);
    }

    /** Whether it is a list, whose items are parted by commas or written as YAML's lists. */
    public boolean isList() {
        return kind.listed();
    }

    /** Whether it is true or false. */
    public boolean isFlag() {
        return kind == Kind.FLAG;
    }

    /** When it is of use; empty for always. */
    Optional<Use> use() {
        return use;
    }

    T read(String text) {
        try {
            return kind.reader().apply(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s: expected %s, got '%s'".formatted(name, kind.expected(), Printable.excerpt(text)), e);
        }
    }

    /** A text in the one way in which its value is written. */
    String normalized(String text) {
        return kind.writer().apply(read(text));
    }

    @Override
    public String toString() {
        return name;
    }
}
