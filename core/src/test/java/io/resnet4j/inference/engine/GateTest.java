package io.resnet4j.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.BusyException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GateTest {
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    @AfterEach
    void letAllGo() {
        leave.countDown();
        callers.shutdownNow();
    }

    private Future<String> occupy(Gate gate) throws InterruptedException {
        Future<String> occupier = callers.submit(() -> gate.pass(() -> {
            inside.countDown();
            awaitUninterrupted();
            return "was inside";
        }));
        inside.await();
        return occupier;
    }

    private void awaitUninterrupted() {
        try {
            leave.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptEndsTheWaitOfWhoAllowsIt() throws Exception {
        Gate gate = new Gate(1, 1);
        occupy(gate);
        AtomicReference<Thread> waiter = new AtomicReference<>();
        Future<String> waiting = callers.submit(() -> {
            waiter.set(Thread.currentThread());
            return gate.pass(Duration.ofSeconds(Long.MAX_VALUE), () -> "must not be");
        });
        while (waiter.get() == null || waiter.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        waiter.get().interrupt();
        ExecutionException end = assertThrows(ExecutionException.class, waiting::get);
        assertEquals(InterruptedException.class, end.getCause().getClass());
        assertThrows(
                BusyException.class,
                () -> gate.pass(Duration.ofSeconds(-1), () -> "there is a place to wait, and no time"));
    }

    /** Those who are turned away must not keep each other out. */
    @Test
    void anEmptyGateTurnsNoOneAway() throws Exception {
        Gate gate = new Gate(1, 1);
        Future<?> one = callers.submit(() -> passOften(gate));
        Future<?> other = callers.submit(() -> passOften(gate));
        one.get();
        other.get();
    }

    private static void passOften(Gate gate) {
        for (int i = 0; i < 100_000; i++) {
            gate.pass(() -> "in");
        }
    }

    @Test
    void whoWaitsWhenItClosesIsLetIn() throws Exception {
        Gate gate = new Gate(1, 1);
        Future<String> occupier = occupy(gate);
        AtomicReference<Thread> waiter = new AtomicReference<>();
        Future<String> waiting = callers.submit(() -> {
            waiter.set(Thread.currentThread());
            return gate.pass(() -> "came before");
        });
        while (waiter.get() == null || waiter.get().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        AtomicReference<String> last = new AtomicReference<>("not yet");
        Future<?> closing = callers.submit(() -> gate.close(() -> last.set("all are gone")));
        while (true) {
            try {
                gate.pass(Duration.ZERO, () -> "came after");
            } catch (BusyException e) {
                continue; // it has not begun to close
            } catch (IllegalStateException e) {
                break;
            }
        }
        assertEquals("not yet", last.get());
        leave.countDown();
        assertEquals("was inside", occupier.get());
        assertEquals("came before", waiting.get());
        closing.get();
        assertEquals("all are gone", last.get());
        assertTrue(assertThrows(IllegalStateException.class, () -> gate.pass(() -> "late"))
                .getMessage()
                .contains("closed"));
    }
}
