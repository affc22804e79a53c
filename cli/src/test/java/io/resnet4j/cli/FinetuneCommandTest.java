package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trained net that learns other classes, from the command line. */
class FinetuneCommandTest {
    @TempDir
    private Path folder;

    /** The model that comes along has 269,722 parameters, 650 of them the head's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | learns 650 of 269,722 parameters (0.24 %) | finetune-head | adam",
                "--head mlp | learns 38,410 of 307,482 parameters (12.49 %) | finetune-head | adam",
                "--train layer3,head | learns 204,170 of 269,722 parameters (75.70 %) | finetune-part | adam",
                "--train all | learns 269,722 of 269,722 parameters (100.00 %) | finetune-all | adamw",
                "--train all --freeze conv1,bn1 | learns 269,258 of 269,722 parameters (99.83 %) | finetune-all | adamw",
            })
    void itSaysHowMuchIsLearntAndTakesTheRecipeForIt(String options, String count, String recipe, String optimizer) {
        Answer answer = run(("finetune digits --dry-run " + options).strip().split(" "));
        assertEquals(0, answer.exitCode(), answer.err());
        assertEquals("resnet20: " + count, answer.out().lines().findFirst().orElseThrow());
        assertTrue(answer.out().matches("(?s).*\\Roptimizer +" + optimizer + " +recipe\\R.*"), answer.out());
        assertTrue(answer.out().matches("(?s).*\\Rweights +DEFAULT +option\\R.*"), answer.out());
        Answer named = run(("finetune digits --dry-run --recipe " + recipe + " " + options)
                .strip()
                .split(" "));
        assertEquals(answer.out(), named.out());
    }

    @Test
    void theHeadLearnsFromFeaturesThatAreMadeOnceAndItsRunGoesOn() throws IOException {
        Path run = folder.resolve("run");
        String mirror = "--mirror=https://user:secret@localhost/weights";
        Answer answer = run("finetune", "digits", "--epochs", "2", mirror, "-o", run.toString());
        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.err().contains("features are made once, by oneDNN"), answer.err());
        assertTrue(answer.err().contains("features of 1,797 images are made"), answer.err());
        String provenance = Files.readString(run.resolve("provenance.json"));
        assertTrue(provenance.contains("\"--mirror=https://localhost/weights\""), provenance);
        assertEquals(0, run("train", "--resume", run.toString()).exitCode());
        assertEquals(0, run("validate", "--weights", run.toString(), "digits").exitCode());

        String config = run.resolve("config.yaml").toString();
        Answer again = run("finetune", "--config", config, "--dry-run");
        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.out().startsWith("resnet20: learns 650 of 269,722"), again.out());
        assertTrue(Files.readString(run.resolve("report.html")).contains("resnet4j finetune --config " + config));
        Answer wrongVerb = run("train", "--config", config, "--dry-run");
        assertEquals(2, wrongVerb.exitCode());
        assertTrue(wrongVerb.err().contains("weights: DEFAULT; use finetune"), wrongVerb.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--train layer4,head digits | resnet20 has no node layer4; the nearest",
                "--model nope digits | there is no model 'nope'",
                "--weights gone.pth digits | gone.pth",
                "--val cifar10 digits | cifar10",
                "--recipe digits --head deep digits | head: expected one of linear, mlp, got 'deep'",
            })
    void aMistakeIsNamed(String arguments, String message) {
        Answer answer = run(("finetune --dry-run " + arguments).split(" "));
        assertTrue(answer.err().contains(message), answer.err());
        assertTrue(answer.exitCode() == 1 || answer.exitCode() == 2, "" + answer.exitCode());
        assertTrue(answer.err().lines().noneMatch(line -> line.startsWith("\tat ")), answer.err());
    }
}
