package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final StringWriter err = new StringWriter();
    private long now = 77;

    /** So many steps, each taking {@code nanos}. */
    private void run(boolean terminal, int steps, int total, long nanos) {
        try (Progress progress = new Progress(new PrintWriter(err), total, terminal, () -> now)) {
            for (int i = 0; i < steps; i++) {
                now += nanos;
                progress.step();
            }
        }
    }

    @Test
    void elsewhereItIsALineEveryTenth() {
        run(false, 1000, 1000, SECOND / 4);
        List<String> lines = err.toString().lines().toList();
        assertEquals(10, lines.size());
        assertEquals("100/1000 images, 4.0 images/s, 3 min 45 s left", lines.get(0));
        assertEquals("900/1000 images, 4.0 images/s, 25 s left", lines.get(8));
        assertEquals("1000/1000 images, 4.0 images/s", lines.get(9));
    }

    @Test
    void aBatchIsALineHoweverManyTenthsItIs() {
        try (Progress progress = new Progress(new PrintWriter(err), 30, false, () -> now)) {
            now += SECOND;
            progress.step(15);
            now += SECOND;
            progress.step(15);
        }
        assertEquals(
                List.of("15/30 images, 15 images/s, 1 s left", "30/30 images, 15 images/s"),
                err.toString().lines().toList());
    }

    @Test
    void onATerminalABarIsDrawnOverTheLast() {
        run(true, 10, 10, SECOND * 2);
        String[] bars = err.toString().split("\\r");
        assertEquals(11, bars.length);
        assertEquals("[==                  ] 1/10 images, 0.5 images/s, 18 s left", bars[1]);
        assertEquals("[==================  ] 9/10 images, 0.5 images/s, 2 s left", bars[9].stripTrailing());
        assertTrue(bars[9].length() >= bars[8].stripTrailing().length(), "what was longer shows through");
        assertEquals("[====================] 10/10 images, 0.5 images/s", bars[10].stripTrailing());
        assertTrue(bars[10].endsWith(System.lineSeparator()), "the next line begins in this one");
    }

    @Test
    void aTerminalIsRedrawnTenTimesASecondAtMost() {
        run(true, 5000, 5000, SECOND / 1000);
        long bars = Arrays.stream(err.toString().split("\\r"))
                .filter(bar -> bar.startsWith("["))
                .count();
        assertTrue(bars > 40 && bars <= 51, bars + " bars in 5 seconds");
        assertTrue(err.toString().stripTrailing().endsWith("5000/5000 images, 1000 images/s"), err.toString());
    }

    @Test
    void workThatDidNotBeginShowsNothing() {
        run(true, 0, 10, SECOND);
        run(false, 0, 10, SECOND);
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @CsvSource({"0.2, 1 s", "59, 59 s", "59.5, 1 min 0 s", "200, 3 min 20 s", "7500, 2 h 5 min"})
    void timesAreSaidAsPeopleSayThem(double seconds, String text) {
        assertEquals(text, Progress.time(seconds));
    }
}
