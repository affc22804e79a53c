package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Engine;
import io.resnet4j.inference.engine.ReferenceEngine;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest extends EngineContract {
    @Override
    protected Engine engine() {
        return new ReferenceEngine();
    }

    @Override
    protected boolean provesFullSize() {
        return false;
    }

    /** It sums in double precision, so that PyTorch's errors are none of its own. */
    @Override
    protected double limit(double pytorchs) {
        return 1e-5;
    }

    @Test
    void itSaysWhatItRunsOn() {
        String description = engine().description();
        assertTrue(description.matches("plain Java \\(\\d+.*\\)"), description);
    }
}
