package io.resnet4j.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Contenders take turns, so that whatever else happens on the machine happens to all of them. */
final class Turns {
    static final int ROUNDS = 15;

    private Turns() {}

    /** What is measured of a contender in its turn: less is better. */
    interface Measure<T> {
        double of(T contender) throws IOException;
    }

    /** Who is measured, by what name. */
    interface Named {
        String name();
    }

    /** What every round measured, by name; a round before the first warms up and does not count. */
    static <T extends Named> Map<String, List<Double>> measure(List<T> contenders, Measure<T> measure)
            throws IOException {
        Map<String, List<Double>> measured = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (T contender : contenders) {
                double value = measure.of(contender);
                if (round > 0) {
                    measured.computeIfAbsent(contender.name(), first -> new ArrayList<>())
                            .add(value);
                }
            }
        }
        return measured;
    }

    /** How many times less ours is than theirs, round by round. */
    static List<Double> ratios(List<Double> ours, List<Double> theirs) {
        return IntStream.range(0, ROUNDS)
                .mapToObj(i -> theirs.get(i) / ours.get(i))
                .toList();
    }

    /** The median of ratios and the interval that holds it. */
    static String print(List<Double> ratios) {
        double[] interval = Statistics.medianInterval(ratios);
        return "%.2f (%.2f to %.2f)".formatted(Statistics.median(ratios), interval[0], interval[1]);
    }
}
