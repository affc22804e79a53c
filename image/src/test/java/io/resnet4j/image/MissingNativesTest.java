package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.ForeignPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingNativesTest {
    /** Twice in one process: of a class that did not load, the JVM gives the reason only once. */
    @Test
    void aPlatformWithoutNativesIsSaidWithItsRemedy() throws Exception {
        List<String> lines = ForeignPlatform.run(MissingNatives.class);
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("Leptonica does not load on solaris-sparc: "), lines::toString);
        assertTrue(lines.get(0).contains("no jnileptonica"), lines::toString);
        assertTrue(lines.get(0).contains("put org.bytedeco:leptonica"), lines::toString);
        assertEquals(lines.get(0), lines.get(1));
    }
}
