package io.resnet4j.image;

import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.testkit.Goldens;
import io.resnet4j.testkit.ResidentMemory;
import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.leptonica.PIX;
import org.junit.jupiter.api.Test;

/** How much the process grows, beside a Java heap that is kept small and filled before measuring. */
class NativeMemoryTest {
    private static final int DECODES = 2000;
    private static final int FAILURES = 20; // few, as libjpeg prints a line for each, but of ten times the pixels
    private static final int HEIGHT_IN_LARGE = 163;
    private static final int LEAKS = 600;
    private static final long ALLOWED_BESIDE_HEAP = 200L << 20; // 128 MB of heap may come back after a collection
    private static final long ALLOWED = 40L << 20; // a PIX of large.jpg takes 480 kB

    private final PillowDecoder decoder = new PillowDecoder();
    private final byte[] large = PillowDecoderTest.file("large.jpg");

    @Test
    void decodingGivesItsMemoryBack() throws Exception {
        long growth = growth(DECODES, () -> decoder.decode(large, "large.jpg"));
        assertTrue(growth < ALLOWED, "%d decodes left %d bytes behind".formatted(DECODES, growth));
    }

    @Test
    void webpGivesItsMemoryBack() throws Exception {
        byte[] plain = Goldens.bytes("images/webp/lossless-one-colour.webp"); // 480 kB as a PIX
        long growth = growth(DECODES, () -> decoder.decode(plain, "plain.webp"));
        assertTrue(growth < ALLOWED_BESIDE_HEAP, "%d decodes left %d bytes behind".formatted(DECODES, growth));
    }

    @Test
    void failuresGiveTheirMemoryBack() throws Exception {
        byte[] damaged = large.clone();
        ByteBuffer.wrap(damaged).putShort(HEIGHT_IN_LARGE, (short) 3000); // instead of 300
        for (int i = damaged.length / 2; i < damaged.length / 2 + 100; i++) {
            damaged[i] = 0;
        }
        long growth = growth(
                FAILURES, () -> assertThrows(ImageException.class, () -> decoder.decode(damaged, "damaged.jpg")));
        assertTrue(growth < ALLOWED, "%d failures left %d bytes behind".formatted(FAILURES, growth));
    }

    @Test
    void aLeakWouldShow() throws Exception {
        List<PIX> leaked = new ArrayList<>();
        long growth = growth(LEAKS, () -> leaked.add(pixReadMemJpeg(large, large.length, 0, 1, new int[1], 0)));
        leaked.forEach(pix -> pixDestroy(pix));
        assertTrue(growth > ALLOWED, "%d leaked images took only %d bytes".formatted(LEAKS, growth));
    }

    private static long growth(int times, ResidentMemory.Work work) throws Exception {
        return ResidentMemory.growth(Pointer::physicalBytes, times, work);
    }
}
