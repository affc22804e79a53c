package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimizerTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0.999, 0, Adam's first beta is at least 0 and below 1, got 1.0",
        "0.9, -0.1, 0, Adam's second beta is at least 0 and below 1, got -0.1",
        "0.9, NaN, 0, Adam's second beta is at least 0 and below 1, got NaN",
        "0.9, 0.999, -1, Adam's epsilon is at least 0, got -1.0",
        "0.9, 0.999, Infinity, Adam's epsilon is at least 0, got Infinity",
    })
    void betasThatMakeNoStepAreRefused(double first, double second, double epsilon, String problem, String rest) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new Optimizer.Betas(first, second, epsilon));
        assertEquals(problem + ", " + rest, e.getMessage());
    }

    @Test
    void nesterovsMomentumIsOne() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new Optimizer.Sgd(0, true));
        assertEquals("Nesterov's momentum needs a momentum above 0", e.getMessage());
    }
}
