package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Help that a newcomer understands, and the shell's completion. */
class HelpTest {
    @TempDir
    private Path folder;

    /** Every verb, also those behind another, as a user writes it. */
    static Stream<String> verbs() {
        return names(Main.commandLine(), "");
    }

    private static Stream<String> names(CommandLine command, String before) {
        return command.getSubcommands().entrySet().stream().flatMap(verb -> {
            String name = before + verb.getKey();
            return Stream.concat(Stream.of(name), names(verb.getValue(), name + " "));
        });
    }

    private static String help(String verb) {
        Answer answer = run((verb + " --help").strip().split(" "));
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbHasExamplesThatWork(String verb) {
        String help = help(verb);
        assertTrue(help.startsWith("Usage: resnet4j " + verb), help);
        List<String> examples = examples(help);
        assertFalse(examples.isEmpty(), help);
        assertTrue(examples.stream().anyMatch(example -> example.startsWith("resnet4j " + verb)), help);
        for (String example : examples) {
            String arguments = example.substring("resnet4j ".length()).replaceAll(" >.*", "");
            Main.commandLine().parseArgs(arguments.split(" ")); // refuses what is wrong
        }
    }

    /** A line each: an example that is broken in two cannot be copied. */
    private static List<String> examples(String help) {
        return help.lines()
                .map(line -> line.replaceFirst("^Example: ", "  ").replaceAll("source <\\((.*)\\)", "$1"))
                .filter(line -> line.startsWith("  resnet4j "))
                .map(String::strip)
                .toList();
    }

    /** Which picocli would break after full stops and colons. */
    @ParameterizedTest
    @MethodSource("verbs")
    void noWordIsBrokenInTwo(String verb) {
        CommandLine command = Main.commandLine();
        for (String name : verb.split(" ")) {
            command = command.getSubcommands().get(name);
        }
        String help = help(verb);
        assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
        Set<String> words = new HashSet<>(List.of(help.split("\\s+")));
        Stream.concat(
                        Stream.of(command.getCommandSpec().usageMessage().footer()),
                        command.getCommandSpec().args().stream().flatMap(option -> Stream.of(option.description())))
                .flatMap(text -> Stream.of(text.split("\\s+")))
                .filter(word -> !word.isEmpty())
                .forEach(word -> assertTrue(words.contains(word), word));
    }

    @Test
    void theFirstHelpSaysHowToBegin() {
        String help = help("");
        assertTrue(help.contains("resnet4j classify photo.jpg"), help);
        for (String verb : Main.commandLine().getSubcommands().keySet()) {
            assertTrue(help.contains("\n  " + verb + " "), verb);
        }
    }

    @Test
    void sharedOptionsStandBelowHeadingsAndAllOfThemOnce() {
        List<String> lines = help("embed").lines().toList();
        int own = lines.indexOf(find(lines, "  -o, --output"));
        int model = lines.indexOf("Which model:");
        int weights = lines.indexOf(find(lines, "      --weights="));
        assertTrue(0 < own && own < model && model < weights, lines.toString());
        CommandLine embed = Main.commandLine().getSubcommands().get("embed");
        for (String option : embed.getCommandSpec().optionsMap().keySet()) {
            long times = lines.stream()
                    .filter(line -> line.matches(" +(-\\w, )?\\Q%s\\E([= ].*)?".formatted(option)))
                    .count();
            assertTrue(!option.startsWith("--") || times == 1, option);
        }
    }

    @Test
    void theSettingsOfARunStandInGroupsAndSayWithWhatTheyAreOfUse() {
        List<String> lines = help("train").lines().toList();
        int optimizer = lines.indexOf("How the parameters learn:");
        int schedule = lines.indexOf("How the learning rate changes over the run:");
        int momentum = lines.indexOf(find(lines, "      --momentum="));
        assertTrue(0 < optimizer && optimizer < momentum && momentum < schedule, lines.toString());
        String help = String.join(" ", lines).replaceAll(" +", " ");
        assertTrue(
                help.contains(
                        "--momentum=MOMENTUM How much of the last step the next one keeps (with optimizer sgd; a number from 0 to below 1; default 0.9)."),
                help);
        assertTrue(help.contains("--nesterov[=false] "), help);
    }

    private static String find(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    @Test
    void aMistakeIsAnsweredInAFewLines() {
        Answer answer = run("classify", "--top", "many", "x.jpg");
        List<String> lines = answer.err().lines().toList();
        assertTrue(lines.get(0).contains("'many' is not an int"), lines.get(0));
        assertEquals("Usage: resnet4j classify [OPTIONS] PHOTO...", lines.get(1));
        assertEquals("'resnet4j classify --help' says more.", lines.get(2));
        assertEquals(3, lines.size());
        assertTrue(run("clasify").err().contains("Did you mean: resnet4j classify?"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, '', xterm, ON",
        "false, '', xterm, OFF",
        "true, 1, xterm, OFF",
        "true, 0, xterm, OFF",
        "true, '', dumb, OFF",
    })
    void coloursAreForTerminalsOfThoseWhoWantThem(boolean terminals, String noColor, String term, Ansi expected) {
        assertEquals(expected, Terminal.colours(terminals, Map.of("NO_COLOR", noColor, "TERM", term)));
    }

    /** Even where the environment asks for colours, a pipe gets none; and the launcher's word counts. */
    @Test
    void throughAPipeHelpIsPlain() throws IOException, InterruptedException {
        CommandProcess.Answer answer =
                new CommandProcess(folder).run(Map.of("CLICOLOR_FORCE", "1", "TERM", "xterm"), "--help");
        assertFalse(answer.out().contains("\u001b"), answer.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resnet4j emb | embed",
                "resnet4j weights ver | verify",
                "resnet4j classify --mod | --model",
                "resnet4j classify --model wide_resnet50 | wide_resnet50_2",
                "resnet4j classify --format c | csv",
                "resnet4j benchmark wide_resnet50 | wide_resnet50_2",
                "resnet4j train --label | --label-smoothing",
                "resnet4j train --model wide_resnet50 | wide_resnet50_2",
                "resnet4j train --recipe cifar3 | cifar30",
                "resnet4j classify --weights pom.x | pom.xml",
                "resnet4j train --optimizer s | sgd",
                "resnet4j train --schedule mu | multi-step",
                "resnet4j train --nesterov f | false",
                "resnet4j finetune --precision b | bf16",
                "resnet4j finetune --head m | mlp",
                "resnet4j finetune --recipe finetune-p | finetune-part",
                "resnet4j finetune --model wide_resnet50 | wide_resnet50_2",
                "resnet4j finetune --pad | --pad-after-normalizing",
                "resnet4j weights convert --dtype b | bf16",
                "resnet4j embed --format n | npy",
                "resnet4j completion z | zsh",
            })
    void bashCompletes(String typed, String completed) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(Arrays.asList(typed.split(" ")));
        String script = run("completion", "bash").out() + """
                compopt() { :; } # of bash only while it completes
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                _complete_resnet4j
                echo "${COMPREPLY[@]}"
                """.formatted(typed, words.size() - 1);
        Path file = Files.writeString(folder.resolve("script"), script);
        Process bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, bash.waitFor(), answer);
        assertEquals(completed, answer.strip());
    }

    /** picocli's script makes zsh load its emulation of bash's completion. */
    @Test
    void zshGetsTheSameScript() {
        Answer zsh = run("completion", "zsh");
        assertEquals(0, zsh.exitCode(), zsh.err());
        assertTrue(zsh.out().contains("bashcompinit"), zsh.out());
    }
}
