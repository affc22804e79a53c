package io.resnet4j.image;

import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemWebP;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.ResidentMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.leptonica.PIX;
import org.junit.jupiter.api.Test;

/** How much the process grows, beside a Java heap that is kept small and filled before measuring. */
class NativeMemoryTest {
    private static final int DECODES = 2000;
    private static final int LEAKS = 1200;
    private static final long ALLOWED = 280L << 20; // 192 MB of heap may come back after a collection

    private final PillowDecoder decoder = new PillowDecoder();
    private final byte[] plain = Goldens.bytes("images/webp/lossless-one-colour.webp"); // 480 kB as a PIX

    @Test
    void decodingGivesItsMemoryBack() throws Exception {
        long growth = growth(DECODES, () -> decoder.decode(plain, "plain.webp"));
        assertTrue(growth < ALLOWED, "%d decodes left %d bytes behind".formatted(DECODES, growth));
    }

    @Test
    void aLeakWouldShow() throws Exception {
        List<PIX> leaked = new ArrayList<>();
        long growth = growth(LEAKS, () -> leaked.add(pixReadMemWebP(plain, plain.length)));
        leaked.forEach(pix -> pixDestroy(pix));
        assertTrue(growth > ALLOWED, "%d leaked images took only %d bytes".formatted(LEAKS, growth));
    }

    private static long growth(int times, ResidentMemory.Work work) throws Exception {
        return ResidentMemory.growth(Pointer::physicalBytes, times, work);
    }
}
