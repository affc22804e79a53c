package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.training.Schedule.Per;
import io.resnet4j.training.Schedule.Rate;
import io.resnet4j.training.Schedule.WarmUp;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
    private static final double PEAK = 0.1;
    private static final RunLength RUN = new RunLength(3, 4);

    static Stream<List<String>> runs() {
        return Goldens.table("schedules.tsv").stream();
    }

    /** PyTorch multiplies its way through a run, by which it strays less than 1e-14 from the formula in these. */
    @ParameterizedTest
    @MethodSource("runs")
    void everyStepOfARunHasPyTorchsRateAndMomentum(List<String> row) {
        Recipe.Builder settings = Recipe.builder().option("epochs", row.get(1));
        for (String setting : row.get(0).split(" ")) {
            settings.option(setting.split("=")[0], setting.split("=")[1]);
        }
        Schedule schedule = settings.build().schedule();
        RunLength run = new RunLength(Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2)));
        int each = schedule.per() == Per.EPOCH ? run.stepsPerEpoch() : 1;
        double[] rates = numbers(row.get(3));
        assertEquals(run.steps(), (long) rates.length * each);
        for (int step = 0; step < run.steps(); step++) {
            Rate rate = schedule.at(step, run);
            assertClose(rates[step / each], PEAK * rate.factor(), row.get(0) + " at step " + step);
            if (row.get(4).equals("-")) {
                assertEquals(OptionalDouble.empty(), rate.momentum());
            } else {
                double momentum = numbers(row.get(4))[step / each];
                assertClose(momentum, rate.momentum().orElseThrow(), "the momentum of step " + step);
            }
        }
    }

    private static void assertClose(double expected, double actual, String what) {
        assertTrue(Math.abs(actual - expected) <= 1e-12 * expected, () -> "%s is %s, PyTorch's %s"
                .formatted(what, actual, expected));
    }

    private static double[] numbers(String column) {
        return Arrays.stream(column.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void aRateIsAStepsUpdate() {
        Schedule schedule =
                new Schedule(new Curve.OneCycle(0.5, 10, 10, new Curve.Momenta(true, 0.8, 0.9)), Per.STEP, WarmUp.NONE);
        Update update = schedule.at(5, RUN).update(7);
        assertEquals(new Update(7, 1, OptionalDouble.of(0.8)), update);
    }

    @Test
    void aWarmUpMayEndWithinAnEpochWhereRatesChangeWithSteps() {
        Schedule schedule = new Schedule(new Curve.Constant(), Per.STEP, new WarmUp(1.25, OptionalDouble.empty()));
        List<Double> factors = Stream.of(0, 1, 4, 5)
                .map(step -> schedule.at(step, RUN).factor())
                .toList();
        assertEquals(List.of(0.2, 0.4, 1.0, 1.0), factors);
    }

    @Test
    void whatCannotBeIsRefused() {
        Schedule constant = new Schedule(new Curve.Constant(), Per.EPOCH, WarmUp.NONE);
        assertRefused("the run has 12 steps, there is no step 12", () -> constant.at(12, RUN));
        assertRefused("there is no step -1", () -> constant.at(-1, RUN));
        assertRefused(
                "warms up for whole epochs, got 0.5",
                () -> new Schedule(new Curve.Constant(), Per.EPOCH, new WarmUp(0.5, OptionalDouble.empty())));
        assertRefused(
                "one-cycle has a rise of its own",
                () -> new Schedule(
                        new Curve.OneCycle(0.3, 25, 1e4, new Curve.Momenta(false, 0, 0)),
                        Per.STEP,
                        new WarmUp(1, OptionalDouble.empty())));
        assertRefused("at least 0 epochs, got NaN", () -> new WarmUp(Double.NaN, OptionalDouble.empty()));
        assertRefused("starts above 0", () -> new WarmUp(1, OptionalDouble.of(0)));
        assertRefused("at least 1 epoch or step", () -> new Curve.Step(0, 0.1));
        assertRefused("gamma is above 0", () -> new Curve.Step(1, Double.NaN));
        assertRefused("needs milestones", () -> new Curve.MultiStep(List.of(), 0.1));
        assertRefused("rise, got [3, 3]", () -> new Curve.MultiStep(List.of(3, 3), 0.1));
        assertRefused("between 0 and 1", () -> new Curve.Cosine(1.5));
        assertRefused(
                "for a share of 0 to 1", () -> new Curve.OneCycle(2, 25, 1e4, new Curve.Momenta(true, 0.85, 0.95)));
        assertRefused(
                "divisors are at least 1",
                () -> new Curve.OneCycle(0.3, 0.5, 1e4, new Curve.Momenta(true, 0.85, 0.95)));
        assertRefused("got 0.95 and 0.85", () -> new Curve.Momenta(true, 0.95, 0.85));
        assertRefused("at least one epoch of one step, got 3 of 0", () -> new RunLength(3, 0));
    }

    private static void assertRefused(String why, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
