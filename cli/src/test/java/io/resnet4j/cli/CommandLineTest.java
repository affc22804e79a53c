package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.image.LeptonicaDecoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a user sees: output, errors and exit codes of the command as it ships. */
class CommandLineTest {
    private static final Path SAMPLES = Path.of("..", "samples");

    @TempDir
    private Path folder;

    private record Answer(int exitCode, String out, String err) {}

    @ParameterizedTest
    @CsvSource({"cat.png, cat", "bird.jpg, bird", "deer.jpg, deer"})
    void theSamplesAreWhatTheyShow(String file, String label) {
        Answer answer = run("classify", "--top", "1", sample(file));
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(
                answer.out().matches("(?s)\\Q" + sample(file) + "\\E\\R +9\\d\\.\\d\\d %  " + label + "\\R"),
                answer.out());
        assertEquals(
                "note: no model named, so this is the embedded resnet20, which knows only CIFAR-10's ten classes",
                answer.err().strip());
    }

    @Test
    void jsonHasTheLabelsTheProbabilitiesAndOnRequestTheLogits() {
        Answer answer = run("classify", "--format", "json", "--logits", "--top", "2", sample("cat.png"));
        assertEquals(0, answer.exitCode(), answer.err());
        String numbers = answer.out().replaceAll("-?\\d+\\.\\d+(E-?\\d+)?", "#").replaceAll("\\s+", "");
        assertEquals(
                "[{\"file\":\"%s\",\"top\":[{\"index\":3,\"label\":\"cat\",\"probability\":#},"
                                .formatted(sample("cat.png"))
                        + "{\"index\":5,\"label\":\"dog\",\"probability\":#}],\"logits\":[#,#,#,#,#,#,#,#,#,#]}]",
                numbers);
    }

    @Test
    void aBadPhotoIsReportedAndTheOthersAreClassified() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.jpg"), "this is text");
        String gone = folder.resolve("gone.jpg").toString();
        Answer answer = run("classify", "--top", "1", bad.toString(), gone, folder.toString(), sample("cat.png"));
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("resnet4j: " + bad + ": not an image"), answer.err());
        assertTrue(answer.err().contains("resnet4j: " + gone + ": there is no such file"), answer.err());
        assertTrue(answer.err().contains("resnet4j: " + folder + ": it is a folder; name a file"), answer.err());
        assertTrue(answer.out().contains("cat"), answer.out());
        Answer json = run("classify", "--format", "json", "--top", "1", bad.toString(), sample("cat.png"));
        assertEquals(1, json.exitCode());
        assertTrue(json.out().contains("\"error\" : \"" + bad + ": not an image"), json.out());
        assertTrue(json.out().contains("\"label\" : \"cat\""), json.out());
    }

    @Test
    void whatFailsTakesOneLineAndExitsWithOne() throws IOException {
        Path text = Files.writeString(folder.resolve("weights.pth"), "these are no weights, only a line of text");
        for (List<String> arguments : List.of(
                List.of("classify", "--model", "resnet18", "--weights", "gone.pth", sample("cat.png")),
                List.of("classify", "--model", "resnet18", "--weights", text.toString(), sample("cat.png")),
                List.of("classify", "--model", "resnet18", "--weights", folder.toString(), sample("cat.png")),
                List.of("classify", "--weights", text.toString(), folder.toString()),
                List.of("classify", "--labels", "gone.txt", sample("cat.png")),
                List.of("validate", "folder:gone"),
                List.of("validate", "folder:" + SAMPLES, "--predictions", "gone/p.csv"),
                List.of("validate", "cifar10:gone"))) {
            Answer answer = run(arguments.toArray(String[]::new));
            assertEquals(1, answer.exitCode(), answer.err());
            List<String> lines = answer.err()
                    .lines()
                    .filter(line -> !line.startsWith("note: "))
                    .toList();
            assertEquals(1, lines.size(), answer.err());
            assertTrue(lines.get(0).startsWith("resnet4j: "), answer.err());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classify",
                "classify --nonsense",
                "classify --model resnet51 cat.png",
                "classify --model resnet50 cat.png",
                "classify --classes 7 cat.png",
                "classify --mean 0.5,0.5 cat.png",
                "classify --crop 0 cat.png",
                "classify --threads 0 cat.png",
                "classify --top 0 cat.png",
                "classify --logits cat.png",
                "classify --format xml cat.png",
                "validate --batch-size 0 folder:.",
                "nonsense",
            })
    void whatIsAskedWronglyExitsWithTwoAndUsage(String line) {
        Answer answer = run(line.split(" "));
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().contains("Usage: resnet4j"), answer.err());
        assertTrue(answer.out().isEmpty(), answer.out());
    }

    @Test
    void modelsAreListed() {
        Answer answer = run("models");
        assertEquals(0, answer.exitCode());
        assertTrue(answer.out().contains("resnet50     25,557,032 3x224x224     1000"), answer.out());
        assertTrue(run("models", "--format", "json").out().contains("\"parameters\" : 25557032"));
    }

    @Test
    void theDoctorFindsEngineDecoderAndModel() {
        Answer answer = run("doctor");
        assertEquals(0, answer.exitCode(), answer.out());
        assertTrue(answer.out().contains("engine    oneDNN 3."), answer.out());
        assertTrue(answer.out().contains("decoder   " + new LeptonicaDecoder().description()), answer.out());
        assertTrue(answer.out().contains("model     the embedded resnet20 runs"), answer.out());
    }

    @Test
    void validationCountsAndWritesPredictions() throws IOException {
        Path data = dataSet();
        Path csv = folder.resolve("predictions.csv");
        Answer answer = run("validate", "folder:" + data, "--predictions", csv.toString(), "--format", "json");
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("\"top1\" : 20.0"), answer.out());
        assertTrue(answer.out().contains("\"top5\" : 60.0"), answer.out());
        assertTrue(answer.out().contains("\"images\" : 10"), answer.out());
        List<String> lines = Files.readAllLines(csv);
        assertEquals("file,label,prediction", lines.get(0));
        assertEquals(List.of("airplane/photo.png,0,3", "automobile/photo.png,1,3"), lines.subList(1, 3));
        assertEquals(11, lines.size());
        Files.writeString(data.resolve("bird/bad.png"), "text");
        Answer withFailure = run("validate", "folder:" + data, "--batch-size", "3", "--format", "json");
        assertEquals(1, withFailure.exitCode());
        assertTrue(withFailure.out().contains("\"images\" : 10"), withFailure.out());
        assertTrue(withFailure.out().contains("\"file\" : \"bird/bad.png\""), withFailure.out());
    }

    @Test
    void aShareOfNoImagesIsNull() throws IOException {
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j")) {
            Path target = Files.createDirectories(folder.resolve("bad").resolve(name));
            Files.writeString(target.resolve("photo.png"), "text");
        }
        Answer answer = run("validate", "folder:" + folder.resolve("bad"), "--format", "json");
        assertEquals(1, answer.exitCode());
        assertTrue(answer.out().contains("\"top1\" : null"), answer.out());
        assertTrue(answer.err().contains("10/10 images"), answer.err());
    }

    @Test
    void anotherNumberOfClassesIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("data/cat"));
        Files.copy(SAMPLES.resolve("cat.png"), folder.resolve("data/cat/photo.png"));
        Answer answer = run("validate", "folder:" + folder.resolve("data"));
        assertEquals(1, answer.exitCode());
        assertTrue(answer.err().contains("classes: 1 in the data, 10 in the model"), answer.err());
    }

    @Test
    void helpIsThereForEveryVerb() {
        for (String verb : List.of("classify", "validate", "models", "doctor")) {
            Answer answer = run(verb, "--help");
            assertEquals(0, answer.exitCode());
            assertTrue(answer.out().startsWith("Usage: resnet4j " + verb), answer.out());
            assertFalse(answer.out().contains("null"), answer.out());
        }
    }

    /** CIFAR-10's classes in order; the photo of a cat in all of them, but for the bird. */
    private Path dataSet() throws IOException {
        List<String> classes =
                List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
        for (String name : classes) {
            Path target = Files.createDirectories(folder.resolve("data").resolve(name));
            boolean bird = name.equals("bird");
            Files.copy(
                    SAMPLES.resolve(bird ? "bird.jpg" : "cat.png"), target.resolve(bird ? "photo.jpg" : "photo.png"));
        }
        return folder.resolve("data");
    }

    private static String sample(String file) {
        return SAMPLES.resolve(file).toString();
    }

    private static Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = command.execute(arguments);
        return new Answer(exitCode, out.toString(), err.toString());
    }
}
