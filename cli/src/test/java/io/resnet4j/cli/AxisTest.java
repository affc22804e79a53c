package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.1, 0 0.02 0.04 0.06 0.08 0.10",
        "0, 0.10000000149011612, 0 0.02 0.04 0.06 0.08 0.10", // a tenth in 32 bits
        "0, 1, 0 0.2 0.4 0.6 0.8 1.0",
        "0, 0.05, 0 0.01 0.02 0.03 0.04 0.05",
        "0, 0.001, 0 0.0002 0.0004 0.0006 0.0008 0.0010",
        "0, 0.0003, 0 5e-5 1e-4 1.5e-4 2e-4 2.5e-4 3e-4",
        "0, 4.1e-7, 0 1e-7 2e-7 3e-7 4e-7 5e-7",
        "9.7, 92.3, 0 20 40 60 80 100",
        "61.8, 66.8, 61 62 63 64 65 66 67",
        "-1.6, 9.4, -2 0 2 4 6 8 10",
        "95, 100, 95 96 97 98 99 100",
    })
    void aScaleHasRoundTicksAroundAllValues(double least, double most, String ticks) {
        Axis axis = Axis.around(least, most);
        assertEquals(ticks, texts(axis));
        assertTrue(axis.share(least) >= -1e-6 && axis.share(most) <= 1 + 1e-6);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 2, 1 2",
        "1, 7, 1 2 3 4 5 6 7",
        "1, 30, 0 5 10 15 20 25 30",
        "1, 90, 0 20 40 60 80",
        "1, 200, 0 50 100 150 200",
        "181, 200, 180 185 190 195 200",
    })
    void whatIsCountedHasNoHalvesAndEndsWithItsLast(int first, int last, String ticks) {
        Axis axis = Axis.counting(first, last);
        assertEquals(ticks, texts(axis));
        assertEquals(first == last ? 0.5 : 1, axis.share(last));
    }

    @Test
    void ofAnyScaleThereAreAFewTicksInTheirPlaces() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double least = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
            double most = least + random.nextDouble() * Math.pow(10, random.nextInt(12) - 6) + Math.abs(least) * 1e-3;
            Axis axis = Axis.around(least, most);
            List<Axis.Tick> ticks = axis.ticks();
            assertTrue(ticks.size() >= 3 && ticks.size() <= 9, least + " to " + most + ": " + ticks);
            assertEquals(0, axis.share(ticks.get(0).value()), 1e-6);
            assertEquals(1, axis.share(ticks.get(ticks.size() - 1).value()), 1e-6);
            for (Axis.Tick tick : ticks) {
                assertEquals(tick.value(), Double.parseDouble(tick.text()), Math.abs(tick.value()) * 1e-12);
            }
        }
    }

    private static String texts(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::text).collect(Collectors.joining(" "));
    }
}
