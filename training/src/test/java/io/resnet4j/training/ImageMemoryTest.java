package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.resnet4j.vision.Image;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageMemoryTest {
    private static final Image SMALL = new Image(1, 1, new byte[3]);
    private static final Image LARGE = new Image(100, 1, new byte[300]);

    @Test
    void whatDoesNotFitTakesNoRoom() {
        ImageMemory memory = new ImageMemory(3, 2 * (3 + 64));
        memory.offer(0, LARGE);
        memory.offer(1, SMALL);
        memory.offer(2, SMALL);
        memory.offer(0, SMALL);
        assertEquals(Optional.empty(), memory.get(0));
        assertSame(SMALL, memory.get(1).orElseThrow());
        assertSame(SMALL, memory.get(2).orElseThrow());
    }

    /** Two epochs that run at the same time may decode the same image. */
    @Test
    void anImageThatComesTwiceTakesRoomOnce() {
        ImageMemory memory = new ImageMemory(2, 2 * (3 + 64));
        memory.offer(0, SMALL);
        memory.offer(0, new Image(1, 1, new byte[3]));
        memory.offer(1, SMALL);
        assertSame(SMALL, memory.get(0).orElseThrow());
        assertSame(SMALL, memory.get(1).orElseThrow());
    }
}
