package io.resnet4j.cli;

import io.resnet4j.inference.EngineException;
import io.resnet4j.io.Printable;
import io.resnet4j.vision.DecoderUnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command line. Exits with 0 when the work is done, 1 when it failed, 2 when it was asked for wrongly. */
@Command(
        name = "resnet4j",
        description = "ResNets on the JVM: photos in, labels, vectors and features out.",
        abbreviateSynopsis = true,
        sortOptions = false,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "To begin with:",
            "  resnet4j classify photo.jpg",
            "      with the small model that comes along and knows ten classes",
            "  resnet4j classify --model resnet50 photo.jpg",
            "      with one that knows ImageNet's thousand; downloads 98 MB, once",
            "  resnet4j embed --help",
            "      says what a verb does, its options and examples",
            "",
            "Exit codes: 0 done, 1 failed with a line on stderr that says why, 2 asked for wrongly."
        })
public final class Main {
    private static final List<Class<?>> VERBS = List.of(
            ClassifyCommand.class,
            EmbedCommand.class,
            FeaturesCommand.class,
            ValidateCommand.class,
            TrainCommand.class,
            FinetuneCommand.class,
            DemoCommand.class,
            ModelsCommand.class,
            SummaryCommand.class,
            WeightsCommand.class,
            DataCommand.class,
            BenchmarkCommand.class,
            DoctorCommand.class,
            CompletionCommand.class);

    private Main() {}

    /** What the build wrote into the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"resnet4j " + (version == null ? "(not from a jar)" : version)};
        }
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // figures are the same in every country
        Stdout out = new Stdout();
        CommandLine commandLine = commandLine(arguments).setOut(out.writer());
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        System.exit(out.report(exitCode, commandLine.getErr()));
    }

    /** The command as far as these arguments can ask for it: each verb takes its time to build. Without any, all of it. */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        verbs(arguments).forEach(verb -> commandLine.addSubcommand(new CommandLine(verb)));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(Terminal.colours(Terminal.OUT && Terminal.ERR, System.getenv())));
        commandLine.setHelpFactory(VerbHelp::new);
        commandLine.setParameterExceptionHandler(Usage::report);
        commandLine.setExecutionExceptionHandler(Main::report);
        return commandLine;
    }

    private static List<Class<?>> verbs(String... arguments) {
        if (arguments.length == 0 || name(CompletionCommand.class).equals(arguments[0])) {
            return VERBS;
        }
        if (arguments.length == 1 && List.of("-V", "--version").contains(arguments[0])) {
            return List.of();
        }
        return VERBS.stream()
                .filter(verb -> name(verb).equals(arguments[0]))
                .findFirst()
                .map(verb -> List.<Class<?>>of(verb))
                .orElse(VERBS);
    }

    private static String name(Class<?> verb) {
        return verb.getAnnotation(Command.class).name();
    }

    /** Failures that a user can do something about take one line; anything else is a defect and shows where it is. */
    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof Stdout.LostException) {
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        if (failure instanceof IOException
                || failure instanceof EngineException
                || failure instanceof DecoderUnavailableException) {
            command.getErr().println(complaint(message(failure)));
        } else {
            failure.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** A line for stderr. Names of files and what is in them may hold anything. */
    static String complaint(String message) {
        return "resnet4j: " + Printable.of(message);
    }

    /** The JDK's own file exceptions have nothing but the file's name for a message. */
    static String message(Exception failure) {
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return failure.getMessage() + ": there is no such file";
        }
        if (failure instanceof FileSystemLoopException) {
            return failure.getMessage() + ": this link leads back to a folder that it is in; remove it";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return failure.getMessage() + ": it is there already, as something else";
        }
        if (failure instanceof AccessDeniedException) {
            return failure.getMessage() + ": it may not be read or written";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
