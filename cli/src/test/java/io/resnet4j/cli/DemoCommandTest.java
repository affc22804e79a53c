package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as it ships: half a minute of processor time. */
class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void itShowsFourThingsAndThatShortcutsHelp() throws Exception {
        Answer answer = run("demo", "-o", folder.toString());
        assertEquals(0, answer.exitCode(), answer.err());
        String out = answer.out();
        for (String part :
                new String[] {"1. ", "2. ", "3. ", "4. The report is in ", "What to try next:", "Done in "}) {
            assertTrue(out.lines().anyMatch(line -> line.startsWith(part)), part + " is missing from\n" + out);
        }
        assertTrue(out.matches("(?s).*\\Rcat\\.png +cat .*bird\\.jpg +bird .*deer\\.jpg +deer .*"), out);
        double residual = heldOut(out, "residual");
        double plain = heldOut(out, "plain");
        assertTrue(residual > 95, out);
        assertTrue(residual > plain + 20, out);
        assertTrue(out.matches("(?s).* is 1 +is 3 +is 5 +is 7 +is 9\\R.*"), out);
        assertTrue(answer.err().contains("epoch 12/12: held out "), answer.err());

        String report = Files.readString(folder.resolve("report.html"));
        assertTrue(report.contains("residual/model.safetensors"), "links to what was trained");
        for (String file :
                new String[] {"curves.png", "curves.svg", "residual/history.csv", "plain/model.safetensors"}) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
        Answer validated =
                run("validate", "--weights", folder.resolve("residual").toString(), "digits");
        assertEquals(0, validated.exitCode(), validated.err());

        Answer again = run("demo", "-o", folder.toString());
        assertEquals(2, again.exitCode());
        assertTrue(again.err().startsWith(folder + ": it is there and not an empty folder"), again.err());
        assertEquals("", again.out(), "nothing is begun");
    }

    @Test
    void defectsAreShownAsWhatTheyAre() {
        assertThrows(OutOfMemoryError.class, () -> DemoTraining.failure(new OutOfMemoryError()));
        assertThrows(IllegalStateException.class, () -> DemoTraining.failure(new IllegalStateException()));
        IOException fullDisk = new IOException("no space left");
        assertSame(fullDisk, DemoTraining.failure(fullDisk));
    }

    private static double heldOut(String out, String net) {
        MatchResult row = Pattern.compile("(?m)^" + net + " +[\\d.]+ % +([\\d.]+) %")
                .matcher(out)
                .results()
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(row.group(1));
    }
}
