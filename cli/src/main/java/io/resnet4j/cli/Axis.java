package io.resnet4j.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A scale from {@code low} to {@code high} with ticks at the multiples of {@code step}, which is 1, 2 or 5 times a power of
 * ten.
 */
record Axis(double low, double high, BigDecimal step) {
    /** Up to so many steps. */
    private static final int STEPS = 6;

    private static final double[] ROUND = {1, 2, 5, 10};
    /** Of a step, for numbers of 32 bits, of which 0.1 is more than a tenth. */
    private static final double CLOSE = 1e-6;
    /** Scales that end below are written with powers of ten. */
    private static final double SMALL = 1e-3;

    /** A number beside the scale. */
    record Tick(double value, String text) {}

    /** From a round number to a round number. */
    static Axis around(double least, double most) {
        BigDecimal step = step(most - least, Integer.MIN_VALUE);
        double size = step.doubleValue();
        return new Axis(size * Math.floor(least / size + CLOSE), size * Math.ceil(most / size - CLOSE), step);
    }

    /** From a round number to the last of what is counted, which has no halves. */
    static Axis counting(double first, double last) {
        BigDecimal step = step(last - first, 0);
        double size = step.doubleValue();
        return first == last
                ? new Axis(first - 0.5, last + 0.5, step)
                : new Axis(size * Math.floor(first / size), last, step);
    }

    /** A step of so many tens at least. */
    private static BigDecimal step(double span, int leastPower) {
        double rough = span / STEPS;
        int power = Math.max(leastPower, (int) Math.floor(Math.log10(rough)));
        double unit = Math.pow(10, power);
        for (double round : ROUND) {
            if (round * unit >= rough * (1 - CLOSE)) {
                return BigDecimal.valueOf((long) round).scaleByPowerOfTen(power).stripTrailingZeros();
            }
        }
        throw new IllegalArgumentException("no scale spans " + span);
    }

    List<Tick> ticks() {
        double size = step.doubleValue();
        return LongStream.rangeClosed((long) Math.ceil(low / size - CLOSE), (long) Math.floor(high / size + CLOSE))
                .mapToObj(i -> step.multiply(BigDecimal.valueOf(i)))
                .map(value -> new Tick(value.doubleValue(), text(value)))
                .toList();
    }

    /** Where a value is: 0 at the low end, 1 at the high one. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    private String text(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        boolean small = Math.max(Math.abs(low), Math.abs(high)) < SMALL;
        return small ? withPower(value.stripTrailingZeros()) : value.toPlainString();
    }

    /** Such as {@code 1.5e-4}. */
    private static String withPower(BigDecimal value) {
        int power = value.precision() - value.scale() - 1;
        return value.scaleByPowerOfTen(-power).toPlainString() + "e" + power;
    }
}
