package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.ForeignPlatform;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingNativesTest {
    @Test
    void aPlatformWithoutNativesIsSaidWithItsRemedy() throws Exception {
        List<String> lines = ForeignPlatform.run(MissingNatives.class);
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("oneDNN does not load on solaris-sparc: "), lines::toString);
        assertTrue(lines.get(0).contains("put org.bytedeco:dnnl and org.bytedeco:opencl"), lines::toString);
        assertEquals(lines.get(0), lines.get(1));
    }
}
