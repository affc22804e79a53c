package io.resnet4j.cli;

import io.resnet4j.training.Recipe;
import io.resnet4j.training.Setting;
import io.resnet4j.training.Settings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a verb an option for each setting of a recipe that it has no option for already, by the same name. Data and weights are
 * no such options: what these mean, a verb says.
 */
final class SettingOptions implements IModelTransformer {
    /** What begins a group in the help; all that follow, up to the next of these, belong to it. */
    static final Map<Setting<?>, String> HEADINGS = headings();

    private static final Set<Setting<?>> OF_THE_VERBS = Set.of(Settings.DATA, Settings.WEIGHTS);
    private static final String NONE = "none";

    private static Map<Setting<?>, String> headings() {
        Map<Setting<?>, String> headings = new LinkedHashMap<>();
        headings.put(Settings.VAL, "What is learnt, and for how long");
        headings.put(Settings.OPTIMIZER, "How the parameters learn");
        headings.put(Settings.TRAIN, "Which parameters learn");
        headings.put(Settings.SCHEDULE, "How the learning rate changes over the run");
        headings.put(Settings.LABEL_SMOOTHING, "What the loss counts");
        headings.put(Settings.AUGMENT, "How images are changed before they are learnt from");
        return headings;
    }

    /** The setting that begins the group of another. */
    static Setting<?> group(Setting<?> setting) {
        Setting<?> group = Settings.VAL;
        for (Setting<?> other : Settings.all()) {
            group = HEADINGS.containsKey(other) ? other : group;
            if (other == setting) {
                break;
            }
        }
        return group;
    }

    @Override
    public CommandSpec transform(CommandSpec command) {
        Settings.all().stream()
                .filter(setting -> !OF_THE_VERBS.contains(setting) && command.findOption(name(setting)) == null)
                .forEach(setting -> command.addOption(option(setting)));
        return command;
    }

    private static String name(Setting<?> setting) {
        return "--" + setting.name();
    }

    private static OptionSpec option(Setting<?> setting) {
        String with = setting.usedWith().map(other -> "with " + other + "; ").orElse("");
        String values = setting.isFlag() ? "" : setting.expected() + "; ";
        String help = "%s (%s%sdefault %s)."
                .formatted(setting.help().replaceFirst("\\.$", ""), with, values, setting.byDefault());
        String unit = setting.name().substring(setting.name().lastIndexOf('-') + 1);
        OptionSpec.Builder option = OptionSpec.builder(name(setting))
                .type(String.class)
                .userObject(setting)
                .paramLabel(unit.toUpperCase(Locale.ROOT))
                .description(help.replace("%", "%%"));
        if (setting == Settings.MODEL) {
            option.completionCandidates(new ModelNames());
        } else if (!setting.choices().isEmpty()) {
            option.completionCandidates(setting.choices());
        }
        if (setting.isFlag()) {
            option.paramLabel("false")
                    .arity("0..1")
                    .preprocessor((arguments, verb, flag, info) -> leaveOthers(setting, arguments, info));
        }
        return option.build();
    }

    /** A flag without a value is true: what comes after it is its value only where it may be one, and is DATA otherwise. */
    private static boolean leaveOthers(Setting<?> flag, Stack<String> arguments, Map<String, Object> info) {
        boolean isAttached = "=".equals(info.get("separator"));
        if (!isAttached && (arguments.isEmpty() || !flag.choices().contains(arguments.peek()))) {
            arguments.push("true");
        }
        return false;
    }

    /** What the user has given, by the names of the settings. */
    static Map<String, String> given(CommandSpec command) {
        Map<String, String> given = new LinkedHashMap<>();
        command.commandLine().getParseResult().matchedOptions().forEach(option -> {
            if (option.userObject() instanceof Setting<?> setting) {
                given.put(setting.name(), option.getValue());
            }
        });
        return given;
    }

    /** The data or weights that a recipe names. */
    static Optional<String> named(Recipe recipe, Setting<String> setting) {
        return Optional.of(recipe.get(setting)).filter(name -> !name.equals(NONE));
    }
}
