package io.resnet4j.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EngineExceptionTest {
    @Test
    void whatFailsNativelyIsExplained() {
        RuntimeException bare = new RuntimeException("out of memory\nframe #0: ...");
        EngineException e = assertThrows(EngineException.class, () -> explain(failing(bare)));
        assertEquals("a library cannot add one and one: out of memory", e.getMessage());
        assertSame(bare, e.getCause());
        e = assertThrows(EngineException.class, () -> explain(failing(new RuntimeException())));
        assertEquals("a library cannot add one and one: null", e.getMessage());
        assertEquals(2, explain(() -> 2));
    }

    /** Java's own say enough. */
    @Test
    void whatFailsOtherwiseStaysAsItIs() {
        RuntimeException typed = new IllegalArgumentException("no numbers");
        assertSame(typed, assertThrows(RuntimeException.class, () -> explain(failing(typed))));
    }

    private static Supplier<Integer> failing(RuntimeException e) {
        return () -> {
            throw e;
        };
    }

    private static int explain(Supplier<Integer> work) {
        return EngineException.explain("a library", () -> "add one and one", work);
    }
}
