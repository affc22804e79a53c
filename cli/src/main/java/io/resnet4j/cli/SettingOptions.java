package io.resnet4j.cli;

import io.resnet4j.training.Setting;
import io.resnet4j.training.Settings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives a verb an option for each setting of a recipe that it has no option for already, by the same name. */
final class SettingOptions implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
        Settings.all().stream()
                .filter(setting -> setting != Settings.DATA && command.findOption(name(setting)) == null)
                .forEach(setting -> command.addOption(option(setting)));
        return command;
    }

    private static String name(Setting<?> setting) {
        return "--" + setting.name();
    }

    private static OptionSpec option(Setting<?> setting) {
        String unit = setting.name().substring(setting.name().lastIndexOf('-') + 1);
        String help = "%s It is %s. Default: %s.".formatted(setting.help(), setting.expected(), setting.byDefault());
        OptionSpec.Builder option = OptionSpec.builder(name(setting))
                .type(String.class)
                .userObject(setting)
                .paramLabel(unit.toUpperCase(Locale.ROOT))
                .description(help.replace("%", "%%"));
        return setting.isFlag()
                ? option.arity("0..1").fallbackValue("true").build()
                : option.arity("1").build();
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
}
