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

    @Test
    void itSaysWhichLibraryAndInstructionsItUses() {
        assertTrue(engine.description().matches("oneDNN 3\\.\\d+\\.\\d+ \\([A-Z0-9_]+\\)"), engine.description());
    }
}
