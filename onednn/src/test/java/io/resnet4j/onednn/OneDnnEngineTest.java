package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Engine;
import io.resnet4j.testkit.EngineContract;
import org.junit.jupiter.api.Test;

class OneDnnEngineTest extends EngineContract {
    private final OneDnnEngine engine = new OneDnnEngine();

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected boolean provesFullSize() {
        return true;
    }

    /**
     * Folding moves a value by a few times what PyTorch strays; 1e-5 is less than any weight left out would do, and so are the
     * 3e-5 that it takes without fused multiplication and addition.
     */
    @Override
    protected double limit(double pytorchs) {
        double least = engine.description().contains("(SSE41)") ? 3e-5 : 1e-5;
        return Math.max(least, 8 * pytorchs);
    }

    @Test
    void itSaysWhichLibraryAndInstructionsItUses() {
        // What onednn/levels allows at most is what must be tested then.
        String instructions = System.getenv().getOrDefault("ONEDNN_MAX_CPU_ISA", "[A-Z0-9_]+");
        String expected = "oneDNN 3\\.\\d+\\.\\d+ \\(%s\\)".formatted(instructions);
        assertTrue(engine.description().matches(expected), engine.description());
    }
}
