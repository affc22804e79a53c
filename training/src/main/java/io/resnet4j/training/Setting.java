package io.resnet4j.training;

import io.resnet4j.io.Printable;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
    private final List<Use> uses;

    /** @param uses what all has to be so that it is of use; empty for always */
    Setting(String name, Kind<T> kind, String byDefault, String help, List<Use> uses) {
        this.name = name;
        this.kind = kind;
        this.byDefault = byDefault;
        this.help = help;
        this.uses = uses;
    }

    /**
     * With some values of another setting only, as the momentum with {@code optimizer: sgd}.
     *
     * @param values which these are, for people
     * @param among whether a value of the other, as it is written, is one of them
     */
    record Use(Setting<?> other, String values, Predicate<String> among) {
        @Override
        public String toString() {
            return other + " " + values;
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
        return uses.stream().map(Use::toString).reduce((all, next) -> all + " and " + next);
    }

    /** Whether it is a list, whose items are parted by commas or written as YAML's lists. */
    boolean isList() {
        return kind.listed();
    }

    /** Whether it is true or false. */
    public boolean isFlag() {
        return kind == Kind.FLAG;
    }

    /** What all has to be so that it is of use; empty for always. */
    List<Use> uses() {
        return uses;
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
