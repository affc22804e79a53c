package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.image.PillowDecoder;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.testkit.Goldens;
import io.resnet4j.training.History;
import io.resnet4j.training.Recipe;
import io.resnet4j.training.RunFolder;
import io.resnet4j.training.Training;
import io.resnet4j.training.TrainingData;
import io.resnet4j.training.TrainingJob;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A net that learns digits, from the command line: what is printed, what lies in the folder, and how it ends. */
class TrainCommandTest {
    private static final List<String> FILES = List.of(
            "config.yaml",
            "history.csv",
            "provenance.json",
            "curves.png",
            "curves.svg",
            "report.html",
            "last.ckpt.safetensors",
            "best.ckpt.safetensors",
            "model.safetensors");

    @TempDir
    private Path folder;

    private Answer train(String name, String... more) {
        return run(command(name, more));
    }

    /** A small net and few steps, on one thread, which makes all runs alike. */
    private String[] command(String name, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "digits", "--recipe", "digits", "--model", "tiny", "--threads", "1"));
        arguments.addAll(List.of("-o", folder.resolve(name).toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void aRunLeavesAllItsFilesInAFolderThatIsAModel() throws IOException {
        Answer answer = train("run", "--epochs", "2");
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals(
                List.of(
                        "tiny: learns 77,858 of 77,858 parameters (100.00 %)",
                        "digits: 1,442 images of 10 classes, tested with 355 others"),
                answer.out().lines().limit(2).toList());
        String result = answer.out().lines().skip(2).findFirst().orElseThrow();
        assertTrue(result.startsWith("tiny: 2 epochs in "), result);
        List<String> lines = answer.err().lines().toList();
        assertTrue(
                lines.get(0).matches("tiny on digits with libtorch .*, 1 thread.*, 2 epochs of 1,442 images"),
                lines.get(0));
        assertTrue(lines.get(1).startsWith("epoch 1/2: loss "), lines.get(1));
        assertEquals("all files are in " + folder.resolve("run"), lines.get(3));

        Path run = folder.resolve("run");
        for (String file : FILES) {
            assertTrue(Files.size(run.resolve(file)) > 0, file);
        }
        String report = Files.readString(run.resolve("report.html"));
        FILES.stream()
                .filter(file -> !file.matches("curves.*|report.html"))
                .forEach(file -> assertTrue(report.contains(file), file));
        List<History.Row> rows = History.read(run.resolve("history.csv")).rows();
        assertEquals(2, rows.size());

        String weights = run.toString();
        Answer validated = run("validate", "--format", "json", "--weights", weights, "digits");
        assertEquals(0, validated.exitCode(), validated.err());
        double top1 = Double.parseDouble(validated.out().replaceAll("(?s).*\"top1\" : ([\\d.]+).*", "$1"));
        double tested = rows.get(1).testAccuracy();
        assertTrue(Math.abs(top1 - tested) < 150.0 / 355, top1 + ", and the run says " + tested);
        String photo = Path.of("..", "samples", "cat.png").toString();
        for (List<String> verb : List.of(
                List.of("classify", "--weights", weights, photo),
                List.of(
                        "embed",
                        "--weights",
                        weights,
                        photo,
                        "-o",
                        folder.resolve("x.npy").toString()),
                List.of("weights", "inspect", weights))) {
            Answer other = run(verb.toArray(String[]::new));
            assertEquals(0, other.exitCode(), verb + ": " + other.err());
        }
    }

    @Test
    void aDryRunPrintsAllSettingsAndWritesNothing() {
        Answer answer = train("run", "--epochs", "7", "--nesterov=false", "--dry-run");
        assertEquals(0, answer.exitCode(), answer.err());
        assertFalse(Files.exists(folder.resolve("run")));
        assertEquals("7 option", setting(answer, "epochs"));
        assertEquals("false option", setting(answer, "nesterov"));
        assertEquals("one-cycle recipe", setting(answer, "schedule"));
        assertEquals("fp32 default", setting(answer, "precision"));
    }

    @Test
    void whoFreezesRandomNumbersIsTold() {
        String note = "note: train begins with random numbers, and what is not learnt keeps them";
        for (String frozen : List.of("--recipe finetune-head", "--train layer3,head", "--freeze conv1")) {
            String[] arguments = "train digits --dry-run %s".formatted(frozen).split(" ");
            assertTrue(run(arguments).err().startsWith(note), frozen);
        }
        assertEquals("", train("run", "--dry-run").err());
    }

    private static String setting(Answer answer, String name) {
        return answer.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip().replaceAll(" +", " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theConfigurationOfARunIsEnoughForAnother() throws IOException {
        Answer first = train("my run", "--epochs", "1", "--lr", "0.2", "--val", "0.2");
        assertEquals(0, first.exitCode(), first.err());
        Path run = folder.resolve("my run");
        String config = run.resolve("config.yaml").toString();
        Answer again = run("train", "--config", config, "--seed", "5", "--dry-run");
        assertEquals(0, again.exitCode(), again.err());
        assertEquals("digits file", setting(again, "data"));
        assertEquals("0.2 file", setting(again, "lr"));
        assertEquals("5 option", setting(again, "seed"));
        String report = Files.readString(run.resolve("report.html")).replace("&#39;", "'");
        for (String command : List.of(
                "resnet4j classify --weights '%s' photo.jpg",
                "resnet4j validate --weights '%s' --report '%1$s/validation' DATA", // digits are also what it learnt
                // from
                "resnet4j train --config '%s/config.yaml' --epochs 2 -o '%1$s-longer'")) {
            assertTrue(report.contains(command.formatted(run)), report);
        }
    }

    @Test
    void aFlagDoesNotTakeTheDataForItsValue() {
        Answer answer = run("train", "--nesterov", "digits", "--dry-run");
        assertEquals("digits option", setting(answer, "data"), answer.err());
        assertEquals("true option", setting(answer, "nesterov"));
        assertEquals(
                "false option", setting(run("train", "--decay-norms", "false", "digits", "--dry-run"), "decay-norms"));
        assertEquals(2, run("train", "digits", "--nesterov=maybe", "--dry-run").exitCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "digits | where is the run to be? name a folder with -o DIR",
                "-o RUN | what is to be learnt from? name DATA, such as digits",
                "digits -o RUN --recipe nope | there is no recipe 'nope'; there are cifar, cifar30, digits,",
                "digits -o RUN --model nope | there is no model 'nope'; the nearest",
                "digits -o RUN --train layer9 | resnet20 has no node layer9; the nearest",
                "digits -o RUN --freeze backbone,head | nothing of resnet20 is left to train; freeze less",
                "digits -o RUN --lr head=1 | conv1.weight has no learning rate",
                "digits -o RUN --class-weights 1,2 | class-weights: expected a number for each of 10 classes, got 2",
                "digits -o RUN --precision fp64 | precision: expected one of fp32, bf16, auto, got 'fp64'",
                "digits -o RUN --beta1 0.5 | beta1: it is of use with optimizer adam or adamw only, which is sgd",
                "digits -o RUN --val cifar.none | no data set has such a name",
                "digits -o RUN --val .0 | a share to hold out is above 0 and below 1, got 0.0",
                "digits -o RUN --augment flip,flip --dry-run | each augmentation comes once, got flip, flip",
                "digits -o RUN --model resnet18 --batch-size 11 --dry-run | batch-size: a batch would be a single image",
                "digits -o RUN --weights tiny | Unknown option",
                "--resume RUN --epochs 3 | --resume takes all settings from the run; leave the others out",
                "--resume RUN --exif | --resume takes all settings from the run; leave the others out",
                "digits -o RUN --exif | --exif has no effect: digits holds pixels, not image files",
                "digits -o RUN --val 0.1 --max-pixels 9 | --max-pixels has no effect: digits holds pixels",
                "digits --resume RUN | --resume takes all settings from the run; leave the others out",
            })
    void aMistakeIsNamedAndNothingIsWritten(String arguments, String message) {
        Path run = folder.resolve("run");
        Answer answer = run(("train " + arguments.replace("RUN", run.toString())).split(" "));
        String first = answer.err().lines().findFirst().orElseThrow();
        assertTrue(first.contains(message), answer.err());
        assertTrue(answer.err().lines().count() <= 4, answer.err());
        assertNotEquals(0, answer.exitCode());
        assertFalse(Files.exists(run));
    }

    @Test
    void aFolderStaysAsItIsWhereThereAreNoData() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        assertNotEquals(
                0,
                run("train", "folder:" + folder.resolve("gone"), "-o", run.toString())
                        .exitCode());
        try (Stream<Path> files = Files.list(run)) {
            assertEquals(List.of(), files.toList());
        }
        Path file = Files.createFile(folder.resolve("file"));
        Answer answer = run("train", "folder:" + folder.resolve("gone"), "-o", file.toString());
        assertTrue(answer.err().contains(file + ": "), "before it looks for the data: " + answer.err());
    }

    @Test
    void whatCannotBeDoneTakesOneLineAndExitsWithOne() throws IOException {
        Path run = folder.resolve("run");
        assertFails("there is no such folder", "train", "--resume", run.toString());
        assertEquals(0, train("run", "--epochs", "1").exitCode());
        assertFails("it has a run already", command("run"));
        try (RunFolder busy = RunFolder.resume(run)) {
            assertFails(
                    "somebody else trains in this folder",
                    "train",
                    "--resume",
                    busy.path().toString());
        }
        assertFails("the loss is ", command("infinite", "--lr", "1e30"));

        Path config = run.resolve("config.yaml");
        String yaml = Files.readString(config);
        Files.writeString(config, yaml.replace("data: digits", "data: gone"));
        assertFails("gone", "train", "--resume", run.toString());
        Files.writeString(config, yaml.replaceFirst("lr: \\S+", "lr: [head: 1]"));
        assertFails(
                "config.yaml: it is not as the run began: conv1.weight has no learning rate",
                "train",
                "--resume",
                run.toString());
        Files.delete(run.resolve("last.ckpt.safetensors"));
        assertFails("it has no last.ckpt.safetensors to go on from", "train", "--resume", run.toString());
    }

    /** Of an image whose EXIF is damaged nothing is known only where EXIF is read. */
    @Test
    void imagesAreTurnedUntilTheEndAsTheyWereWhenTheRunBegan() throws Exception {
        Path photos = folder.resolve("photos");
        for (String photo : List.of("cat/1.png", "dog/2.png")) {
            Files.createDirectories(photos.resolve(photo).getParent());
            Files.write(photos.resolve(photo), Goldens.bytes("images/exif-refused/header.png"));
        }
        String[] settings = {"train", "folder:" + photos, "--model", "tiny", "--threads", "1", "--batch-size", "1"};
        Answer turned = run(with(settings, "--exif", "--dry-run"));
        assertEquals("true option", setting(turned, "exif"), turned.err());
        assertFails(
                "header",
                with(settings, "--exif", "-o", folder.resolve("turned").toString()));
        Path config = folder.resolve("turned/config.yaml");
        assertFails(
                "EXIF",
                "train",
                "--config",
                config.toString(),
                "-o",
                folder.resolve("again").toString());
        Answer unturned = run("train", "--config", config.toString(), "--exif=false", "--dry-run");
        assertEquals("false option", setting(unturned, "exif"), unturned.err());

        Path stopped = folder.resolve("stopped");
        Recipe recipe = Recipe.builder().file(config).build();
        try (TrainingData data = TrainingData.of(recipe);
                RunFolder run = RunFolder.create(stopped);
                Training training = Training.start(
                        new LibtorchEngine(), TrainingJob.fromScratch(recipe, data, new PillowDecoder()), run)) {
            training.stop();
            training.run(Training.Listener.NONE);
        }
        assertFails("EXIF", "train", "--resume", stopped.toString());
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private static void assertFails(String message, String... arguments) {
        Answer answer = run(arguments);
        List<String> lines = answer.err().lines().toList();
        String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith("resnet4j: ") && last.contains(message), answer.err());
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("\tat ")), answer.err());
        assertEquals(1, answer.exitCode());
    }

    /** By SIGTERM, which Java takes as it takes Ctrl-C's SIGINT; that one a build in the background may have to ignore. */
    @Test
    void whatWasStoppedGoesOnAsIfNothingHadHappened() throws Exception {
        String[] settings = {"--epochs", "3", "--batch-size", "8"};
        assertEquals(0, train("whole", settings).exitCode());

        Process process = new CommandProcess(folder)
                .builder(Map.of(), command("stopped", settings))
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (line.startsWith("epoch 1/3")) {
                    process.toHandle().destroy(); // unlike the process, it leaves the stream open
                }
            }
        }
        assertEquals(128 + 15, process.waitFor(), said.toString());
        String last = said.get(said.size() - 1);
        Path stopped = folder.resolve("stopped");
        assertTrue(
                last.matches("stopped after step \\d+, in epoch [23]; to go on: resnet4j train --resume \\Q%s\\E"
                        .formatted(stopped)),
                last);
        assertTrue(Files.readString(folder.resolve("out")).startsWith("tiny: learns "), "is not lost");

        Answer resumed = run("train", "--resume", stopped.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        assertEquals(3, History.read(stopped.resolve("history.csv")).rows().size());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole/model.safetensors")),
                Files.readAllBytes(stopped.resolve("model.safetensors")));
    }
}
