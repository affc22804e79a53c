package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.ResidentMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** What a session holds natively comes back when it is closed, and does not grow while it is open. */
class NativeMemoryTest {
    private static final int SESSIONS = 1000;
    private static final int RUNS = 4000;
    private static final int LEAK = 2000;

    /** A megabyte for a thousand calls. */
    private static final long ALLOWED_EACH = 1000;

    /** What the allocator and compiled code come to, once: 9,000 sessions take no more (bench/soak). One has plans of 1.6 MB. */
    private static final long ALLOWED_OPENING = 10 << 20;

    private final OneDnnEngine engine = new OneDnnEngine();
    private final Network network = Catalogue.named("resnet20").network();
    private final Shape image = Shape.of(3, 32, 32);
    private final Batch batch = Batch.of(image, Formula.images("input", 1, image));
    private final Formula weights = new Formula();

    @Test
    void openingAndClosingGivesAllBack() throws Exception {
        assertUnder(ALLOWED_OPENING, growth(SESSIONS, () -> openAndRun().close()));
    }

    @Test
    void runningAndChangingShapesHoldsNoMore() throws Exception {
        Shape other = Shape.of(3, 24, 40);
        Batch second = Batch.of(other, Formula.images("input", 2, other));
        try (Session session = openAndRun()) {
            long growth = growth(RUNS / 2, () -> {
                session.run(batch);
                session.run(second);
            });
            assertUnder(ALLOWED_EACH * RUNS, growth);
        }
    }

    @Test
    void aLeakOfTwoKilobytesACallWouldShow() throws Exception {
        List<Pointer> leaked = new ArrayList<>();
        try (Session session = openAndRun()) {
            long growth = growth(RUNS, () -> {
                session.run(batch);
                leaked.add(Pointer.memset(new BytePointer(LEAK), 1, LEAK));
            });
            assertTrue(growth > ALLOWED_EACH * RUNS, "%d leaks took only %d bytes".formatted(RUNS, growth));
        } finally {
            leaked.forEach(Pointer::deallocate);
        }
    }

    private Session openAndRun() throws IOException {
        Session session =
                engine.open(network, weights, SessionOptions.defaults().withThreads(1));
        session.run(batch);
        return session;
    }

    private static long growth(int times, ResidentMemory.Work work) throws Exception {
        return ResidentMemory.threeGrowths(Pointer::physicalBytes, times, work)[0];
    }

    private static void assertUnder(long limit, long growth) {
        assertTrue(growth < limit, "the process grew by %d bytes".formatted(growth));
    }
}
