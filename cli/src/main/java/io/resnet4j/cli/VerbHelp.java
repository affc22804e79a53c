package io.resnet4j.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help whose options stand below headings: a verb's own first, then those that it shares with others, by the class they are in. */
final class VerbHelp extends Help {
    private static final Map<Class<?>, String> HEADINGS = new LinkedHashMap<>();

    static {
        HEADINGS.put(ModelOptions.class, "Which model");
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

    @Override
    public String optionList() {
        Map<Class<?>, List<OptionSpec>> groups = new LinkedHashMap<>();
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

    /** The class that declares the option; picocli's own, for {@code --help}, is no group of ours. */
    private static Class<?> place(OptionSpec option) {
        return option.userObject() instanceof Field field ? field.getDeclaringClass() : Help.class;
    }
}
