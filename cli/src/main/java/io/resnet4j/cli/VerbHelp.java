package io.resnet4j.cli;

import io.resnet4j.training.Setting;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Help whose options stand below headings: a verb's own first, then those that it shares with others, by the class they are in, and settings in groups. */
final class VerbHelp extends Help {
    /** Of the lines of a description after its first. */
    private static final String INDENT = "  ";

    private static final Map<Object, String> HEADINGS = new LinkedHashMap<>();

    static {
        HEADINGS.put(SourceOptions.class, "Which model");
        HEADINGS.putAll(SettingOptions.HEADINGS);
        HEADINGS.put(CheckpointSelection.class, "Which tensors of a file of weights");
        HEADINGS.put(RegistryOptions.class, "Where published weights come from");
        HEADINGS.put(DownloadOptions.class, "How published files are downloaded");
        HEADINGS.put(PreparationOptions.class, "What the model is fed, unless it says so itself");
        HEADINGS.put(EngineOptions.class, "How the engine runs it");
        HEADINGS.put(DecoderOptions.class, "How image files are read");
    }

    VerbHelp(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    /** Lines end between words only; by itself picocli goes to the next in {@code folder:FILE.zip}, after the full stop. */
    @Override
    public Layout createDefaultLayout(
            List<OptionSpec> options, List<PositionalParamSpec> positionals, ColorScheme colours) {
        Layout layout = super.createDefaultLayout(options, positionals, colours);
        Column[] columns = layout.textTable().columns();
        Column last = columns[columns.length - 1];
        int room = last.width - last.indent;
        return new Layout(
                colours,
                layout.textTable(),
                (option, labels, scheme) -> wrapped(layout.optionRenderer().render(option, labels, scheme), room),
                (parameter, labels, scheme) ->
                        wrapped(layout.parameterRenderer().render(parameter, labels, scheme), room));
    }

    /** Rows of cells, of which the last is the description: in as many rows as it has lines. */
    private Ansi.Text[][] wrapped(Ansi.Text[][] rows, int room) {
        List<Ansi.Text[]> wrapped = new ArrayList<>();
        for (Ansi.Text[] row : rows) {
            int last = row.length - 1;
            Ansi.Text[] next = row.clone();
            Ansi.Text rest = row[last];
            int end = lineEnd(rest.plainString(), room);
            while (end < rest.plainString().length()) {
                next[last] = rest.substring(0, end);
                wrapped.add(next);
                next = new Ansi.Text[row.length];
                Arrays.fill(next, ansi().new Text(""));
                rest = ansi().new Text(INDENT).concat(rest.substring(end + 1));
                end = lineEnd(rest.plainString(), room);
            }
            next[last] = rest;
            wrapped.add(next);
        }
        return wrapped.toArray(Ansi.Text[][]::new);
    }

    /** Where a line of at most so many letters ends: at a space; at the end of the text if that fits or has none. */
    private static int lineEnd(String text, int room) {
        int space = text.length() <= room ? -1 : text.lastIndexOf(' ', room);
        return space <= INDENT.length() ? text.length() : space;
    }

    @Override
    public String optionList() {
        Map<Object, List<OptionSpec>> groups = new LinkedHashMap<>();
        List<OptionSpec> own = new ArrayList<>();
        HEADINGS.keySet().forEach(group -> groups.put(group, new ArrayList<>()));
        for (OptionSpec option : commandSpec().options()) {
            groups.getOrDefault(place(option), own).add(option);
        }
        StringBuilder text = new StringBuilder(optionListExcludingGroups(own));
        groups.forEach((group, options) -> {
            if (!options.isEmpty()) {
                text.append("%n%s:%n".formatted(HEADINGS.get(group)));
                text.append(optionListExcludingGroups(options));
            }
        });
        return text.toString();
    }

    /** The class that declares the option, or the setting that begins its group; picocli's own, for {@code --help}, is no group of ours. */
    private static Object place(OptionSpec option) {
        if (option.userObject() instanceof Setting<?> setting) {
            return SettingOptions.group(setting);
        }
        return option.userObject() instanceof Field field ? field.getDeclaringClass() : Help.class;
    }
}
