package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.inference.engine.Fusion;
import io.resnet4j.model.Catalogue;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkTest {
    private static final Pattern SHARE = Pattern.compile("([0-9.]+) %");

    @Test
    void everyCombinationIsMeasured() {
        List<String> lines = answer(
                "resnet20", "plain20", "--batch-size", "1,3", "--lanes", "1,2", "--threads", "2", "--format", "csv");
        assertEquals(1 + 8, lines.size(), lines.toString());
        for (String line : lines.subList(1, 9)) {
            double[] figures = Arrays.stream(line.split(","))
                    .skip(2)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            double batch = figures[2];
            double perSecond = figures[3];
            assertTrue(0 < figures[5] && figures[5] <= figures[6] && figures[6] <= figures[7], line);
            double seconds =
                    figures[8] * batch / perSecond; // the calls, for the time that was asked for and one call more
            assertTrue(0.05 <= seconds && seconds <= 0.06 + 2 * figures[7] / 1000, line);
        }
        assertTrue(lines.get(1).startsWith("resnet20,fp32,1,2,1,"), lines.get(1));
        assertTrue(lines.get(8).startsWith("plain20,fp32,2,1,3,"), lines.get(8));
    }

    @Test
    void theProfileHasEveryStepAndAddsUp() {
        List<String> lines = answer("resnet20", "--profile");
        int first = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("STEP"))
                .findFirst()
                .orElseThrow());
        int steps = Fusion.inference(Catalogue.named("resnet20").network(), Set.of())
                .size();
        assertEquals("", lines.get(first + 1 + steps), lines.toString());
        double shares = lines.subList(first + 1, first + 1 + steps).stream()
                .map(line ->
                        SHARE.matcher(line).results().findFirst().orElseThrow().group(1))
                .mapToDouble(Double::parseDouble)
                .sum();
        assertEquals(100, shares, 0.05 * steps + 1e-9, lines.toString());
        assertTrue(lines.get(first + 1).startsWith("conv1 "), lines.get(first + 1));
        assertTrue(lines.get(first + 2 + steps).startsWith("all steps "), lines.toString());
    }

    /** No step is faster than the peak, by much; the peak is in the same unit as the steps. */
    @Test
    void jsonHasThePeakAndTheSteps() {
        String json = String.join("\n", answer("resnet20", "--profile", "--format", "json"));
        double peak = Double.parseDouble(json.replaceAll("(?s).*\"peakGigaflops\" : ([0-9.E-]+).*", "$1"));
        assertTrue(peak > 0.1 && peak < 1e6, json);
        assertTrue(json.contains("\"node\" : \"conv1\""), json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seconds 0 | --seconds is more than 0",
                "--batch-size 0 | --batch-size is at least 1, got 0",
                "--lanes 0 | --lanes is at least 1, got 0",
                "--lanes 2 --threads 1 | --lanes 2 need at least as many --threads, got 1",
                "--threads 20000 | at most 1,024 threads",
                "--profile --format csv | json has them",
                "--input 32 | --input is height and width as in 224x224, got 32",
                "--input 99999x99999 | try a smaller",
            })
    void whatCannotBeMeasuredIsRefused(String options, String reason) {
        Answer answer = run(("benchmark resnet20 " + options).split(" "));
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().contains(reason), answer.err());
    }

    private static List<String> answer(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 3);
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[0] = "benchmark";
        all[arguments.length + 1] = "--seconds";
        all[arguments.length + 2] = "0.05";
        Answer answer = run(all);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out().lines().toList();
    }
}
