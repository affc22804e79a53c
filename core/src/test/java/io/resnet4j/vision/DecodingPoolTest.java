package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.vision.DecodingPool.Bad;
import io.resnet4j.vision.DecodingPool.Outcome;
import io.resnet4j.vision.DecodingPool.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DecodingPoolTest {
    private static final int COUNT = 200;

    private static Image image(int index) {
        return new Image(1, 1, new byte[] {(byte) index, 0, 0});
    }

    @Test
    void imagesComeInOrderAlthoughTheyTakeDifferentTimes() {
        DecodingPool.Maker slow = index -> {
            for (long end = System.nanoTime() + (index % 5) * 200_000L; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            return image(index);
        };
        List<Integer> order = new ArrayList<>();
        try (DecodingPool pool = new DecodingPool(COUNT, slow, 4, 8)) {
            while (pool.hasNext()) {
                Ready ready = (Ready) pool.next();
                assertEquals((byte) ready.index(), ready.image().rgb()[0]);
                order.add(ready.index());
            }
            assertThrows(NoSuchElementException.class, pool::next);
        }
        assertEquals(IntStream.range(0, COUNT).boxed().toList(), order);
    }

    @Test
    void onlySoManyAreMadeAhead() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        DecodingPool.Maker counting = index -> {
            most.accumulateAndGet(begun.incrementAndGet() - taken.get(), Math::max);
            return image(index);
        };
        try (DecodingPool pool = new DecodingPool(COUNT, counting, 3, 5)) {
            while (pool.hasNext()) {
                pool.next();
                taken.incrementAndGet();
            }
        }
        assertEquals(COUNT, begun.get());
        assertTrue(most.get() <= 6, most + " at once"); // 5, and the one that is taken but not yet counted
    }

    @Test
    void aBadImageComesAsItsErrorAndTheOthersGoOn() {
        ImageException bad = new ImageException("seven.jpg", "damaged");
        DecodingPool.Maker maker = index -> {
            if (index == 7) {
                throw bad;
            }
            return image(index);
        };
        try (DecodingPool pool = new DecodingPool(10, maker, 2, 4)) {
            for (int i = 0; i < 10; i++) {
                Outcome outcome = pool.next();
                assertEquals(i, outcome.index());
                assertEquals(i == 7, outcome instanceof Bad);
                if (outcome instanceof Bad failure) {
                    assertSame(bad, failure.cause());
                }
            }
        }
    }

    @Test
    void aBugIsThrownWhereItsImageIsTaken() {
        IllegalArgumentException bug = new IllegalArgumentException("a bug");
        AssertionError error = new AssertionError("worse");
        DecodingPool.Maker maker = index -> {
            if (index == 0) {
                throw bug;
            }
            throw error;
        };
        try (DecodingPool pool = new DecodingPool(2, maker, 1, 1)) {
            assertSame(bug, assertThrows(IllegalArgumentException.class, pool::next));
            assertSame(error, assertThrows(AssertionError.class, pool::next));
        }
    }

    @Test
    void closingWaitsForWhatIsBeingMadeAndBeginsNothingMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(3); // the first, which is taken, and one more on each thread
        AtomicInteger running = new AtomicInteger();
        AtomicInteger made = new AtomicInteger();
        DecodingPool.Maker maker = index -> {
            running.incrementAndGet();
            begun.countDown();
            for (long end = System.nanoTime() + (index == 0 ? 0 : 50_000_000L); System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            made.incrementAndGet();
            running.decrementAndGet();
            return image(index);
        };
        DecodingPool pool = new DecodingPool(COUNT, maker, 2, 100);
        pool.next();
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        pool.close();
        assertEquals(0, running.get());
        int after = made.get();
        assertTrue(after < 10, after + " were made");
    }

    @Test
    void anInterruptedThreadStopsWaiting() {
        CountDownLatch never = new CountDownLatch(1);
        DecodingPool.Maker maker = index -> {
            while (never.getCount() > 0) {
                Thread.onSpinWait();
            }
            return image(index);
        };
        DecodingPool pool = new DecodingPool(1, maker, 1, 1);
        Thread.currentThread().interrupt();
        assertThrows(IllegalStateException.class, pool::next);
        assertTrue(Thread.interrupted());
        never.countDown();
        pool.close();
        assertFalse(Thread.interrupted());
    }

    @Test
    void aPoolHasThreadsAndRoom() {
        assertThrows(IllegalArgumentException.class, () -> new DecodingPool(1, DecodingPoolTest::image, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new DecodingPool(1, DecodingPoolTest::image, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new DecodingPool(-1, DecodingPoolTest::image, 1, 1));
    }
}
