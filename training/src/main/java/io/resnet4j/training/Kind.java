package io.resnet4j.training;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What values a setting has, as people write them: {@code 128}, {@code 1e-3}, {@code head=1e-3,backbone=1e-5}. A text that is
 * read and written again is the same value.
 *
 * @param expected what is right, for help and messages
 * @param reader throws an {@link IllegalArgumentException} for what is not; what it says goes after what was expected
 * @param writer the reverse
 * @param listed whether it is a list, which YAML has its own ways to write
 * @param choices all that it can be, where these are few; otherwise empty
 */
record Kind<T>(
        String expected, Function<String, T> reader, Function<T, String> writer, boolean listed, List<String> choices) {
    static final String NONE = "none";

    static final Kind<Boolean> FLAG = choice(List.of(true, false), String::valueOf);

    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern PART = Pattern.compile("\\w+(\\.\\w+)*");

    private Kind(String expected, Function<String, T> reader, Function<T, String> writer, boolean listed) {
        this(expected, reader, writer, listed, List.of());
    }

    static Kind<Integer> whole(int least) {
        return new Kind<>(
                "a whole number from " + least,
                text -> {
                    long value = WHOLE.matcher(text).matches() ? Long.parseLong(text) : Long.MIN_VALUE;
                    require(value >= least && value <= Integer.MAX_VALUE);
                    return (int) value;
                },
                String::valueOf,
                false);
    }

    /** Of 18 digits at most. */
    static Kind<Long> seed() {
        return new Kind<>(
                "a whole number of at most 18 digits",
                text -> {
                    require(WHOLE.matcher(text).matches());
                    return Long.parseLong(text);
                },
                String::valueOf,
                false);
    }

    static Kind<Double> decimal(String expected, DoublePredicate right) {
        return new Kind<>(
                expected,
                text -> {
                    require(DECIMAL.matcher(text).matches());
                    double value = Double.parseDouble(text);
                    require(Double.isFinite(value) && right.test(value));
                    return value;
                },
                Kind::plain,
                false);
    }

    static Kind<OptionalDouble> decimalOrNone(String expected, DoublePredicate right) {
        Kind<Double> decimal = decimal(expected, right);
        return new Kind<>(
                expected + ", or none",
                text -> text.equals(NONE) ? OptionalDouble.empty() : OptionalDouble.of(decimal.reader.apply(text)),
                value -> value.isEmpty() ? NONE : plain(value.getAsDouble()),
                false);
    }

    static <T> Kind<T> choice(List<T> values, Function<T, String> label) {
        Map<String, T> byLabel =
                values.stream().collect(Collectors.toMap(label, value -> value, (a, b) -> a, LinkedHashMap::new));
        return new Kind<>(
                "one of " + String.join(", ", byLabel.keySet()),
                text -> {
                    require(byLabel.containsKey(text));
                    return byLabel.get(text);
                },
                label,
                false,
                List.copyOf(byLabel.keySet()));
    }

    /** Any text of one line, such as a path. */
    static Kind<String> text(String expected) {
        return new Kind<>(
                expected,
                text -> {
                    require(!text.isEmpty() && text.chars().noneMatch(Character::isISOControl));
                    return text;
                },
                text -> text,
                false);
    }

    /** A whole number, or none. */
    static Kind<OptionalInt> wholeOrNone(int least) {
        Kind<Integer> whole = whole(least);
        return new Kind<>(
                whole.expected + ", or none",
                text -> text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(whole.reader.apply(text)),
                value -> value.isEmpty() ? NONE : String.valueOf(value.getAsInt()),
                false);
    }

    /** A name of letters, digits, {@code _}, {@code .} and {@code -}. */
    static Kind<String> name(String expected) {
        return new Kind<>(
                expected,
                text -> {
                    require(text.matches("[\\w.-]+"));
                    return text;
                },
                text -> text,
                false);
    }

    /** A part of a network by its dotted prefix. */
    static Kind<String> part() {
        return new Kind<>("a part of the network", Kind::requirePart, text -> text, false);
    }

    /**
     * @param several what is expected, in the plural
     * @param nothing how the empty list is written
     */
    static <T> Kind<List<T>> list(Kind<T> item, String several, String nothing) {
        return new Kind<>(
                "%s, parted by commas, or %s".formatted(several, nothing),
                text -> text.equals(nothing)
                        ? List.of()
                        : split(text).map(item.reader).toList(),
                values -> values.isEmpty()
                        ? nothing
                        : values.stream().map(item.writer).collect(Collectors.joining(",")),
                true);
    }

    /** A number for all parameters, for parts, or both: {@code 0.1}, {@code head=1e-3,backbone=1e-5}, {@code 0.1,head=1}. */
    static Kind<ByPart> byPart() {
        Kind<Double> number = decimal("", value -> value >= 0);
        return new Kind<>(
                "a number from 0, or one for each part as in head=1e-3,backbone=1e-5",
                text -> {
                    OptionalDouble general = OptionalDouble.empty();
                    Map<String, Double> parts = new LinkedHashMap<>();
                    for (String item : split(text).toList()) {
                        String[] pair = pair(item);
                        if (pair.length == 1) {
                            require(general.isEmpty());
                            general = OptionalDouble.of(number.reader.apply(item));
                        } else {
                            require(parts.put(requirePart(pair[0]), number.reader.apply(pair[1])) == null);
                        }
                    }
                    return new ByPart(general, parts);
                },
                value -> {
                    StringJoiner text = new StringJoiner(",");
                    value.general().ifPresent(general -> text.add(plain(general)));
                    value.parts().forEach((part, own) -> text.add(part + "=" + plain(own)));
                    return text.toString();
                },
                true);
    }

    static Kind<AugmentSetting> augmentation() {
        return new Kind<>(
                AugmentSetting.EXPECTED,
                text -> {
                    String[] pair = pair(text);
                    Kind<Double> number = decimal("", value -> true);
                    return new AugmentSetting(
                            pair[0],
                            pair.length == 1
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(number.reader.apply(pair[1])));
                },
                setting -> setting.number().isEmpty()
                        ? setting.name()
                        : setting.name() + "=" + plain(setting.number().getAsDouble()),
                false);
    }

    /** The number as it is usually written: {@code 0.0005}, {@code 30}. Read again, it is the same. */
    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static Stream<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip);
    }

    /** Name and number, which {@code =} parts or, as YAML does it, a colon. */
    private static String[] pair(String item) {
        return item.split("\\s*[=:]\\s*", 2);
    }

    private static String requirePart(String name) {
        require(PART.matcher(name).matches() && !name.equals(NONE));
        return name;
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException();
        }
    }
}
