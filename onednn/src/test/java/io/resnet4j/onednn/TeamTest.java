package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.dnnl.engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TeamTest {
    private static final String OWN = "the team's";

    private final OneDnn library = OneDnn.load();
    private final engine engine = library.engine();
    private final Team two = new Team(library, engine, OWN, 2);
    private final Team one = new Team(library, engine, OWN, 1);
    private final List<ExecutorService> callers = new ArrayList<>();

    @AfterEach
    void close() {
        callers.forEach(ExecutorService::shutdownNow);
        two.close(() -> {});
        one.close(() -> {});
        engine.deallocate();
    }

    @Test
    void whoComesTwiceInARowLeads() throws Exception {
        ExecutorService caller = caller();
        assertEquals(OWN, whoWorksFor(caller, two).getName());
        assertSame(thread(caller), whoWorksFor(caller, two));
        ExecutorService other = caller();
        assertEquals(OWN, whoWorksFor(other, two).getName());
        assertSame(thread(caller), whoWorksFor(caller, two), "who once leads goes on to");
        assertEquals(OWN, whoWorksFor(other, two).getName());
    }

    @Test
    void noMoreThanAFewLead() throws Exception {
        for (int i = 0; i < Team.MOST_LEADERS; i++) {
            ExecutorService leader = leader();
            assertSame(thread(leader), whoWorksFor(leader, two));
        }
        assertEquals(OWN, whoWorksFor(leader(), two).getName());
    }

    @Test
    void whoIsGoneMakesRoomForAnother() throws Exception {
        ExecutorService leader = leader();
        Thread gone = thread(leader);
        for (int i = 1; i < Team.MOST_LEADERS; i++) {
            leader();
        }
        leader.shutdown();
        gone.join();
        ExecutorService late = leader();
        assertSame(thread(late), whoWorksFor(late, two));
    }

    @Test
    void aTeamOfOneIsWhoeverCalls() throws Exception {
        for (int i = 0; i <= Team.MOST_LEADERS; i++) {
            ExecutorService caller = caller();
            assertSame(thread(caller), whoWorksFor(caller, one));
        }
    }

    /** Known by the group that Java documents for them, as this is to be compiled where there are none. */
    @Test
    void virtualThreadsHandOver() throws Exception {
        List<Thread> workers = new ArrayList<>();
        Thread caller = new Thread(new ThreadGroup("VirtualThreads"), () -> {
            for (Team team : List.of(one, two, two)) {
                workers.add(team.call(Thread::currentThread));
            }
        });
        caller.start();
        caller.join();
        assertEquals(
                List.of(OWN, OWN, OWN), workers.stream().map(Thread::getName).toList());
    }

    @Test
    void leadersAndOthersTakeTurns() throws Exception {
        AtomicInteger working = new AtomicInteger();
        List<ExecutorService> all = new ArrayList<>();
        for (int i = 0; i <= Team.MOST_LEADERS; i++) {
            all.add(leader());
        }
        List<Future<Integer>> most = all.stream()
                .map(caller -> caller.submit(() -> {
                    int together = 0;
                    for (int i = 0; i < 2_000; i++) {
                        together = Math.max(together, two.call(() -> {
                            int now = working.incrementAndGet();
                            Thread.yield();
                            working.decrementAndGet();
                            return now;
                        }));
                    }
                    return together;
                }))
                .toList();
        for (Future<Integer> caller : most) {
            assertEquals(1, caller.get());
        }
    }

    @Test
    void aCallerHasAsManyThreadsAfterwardsAsBefore() {
        int before = library.teamSize();
        assertEquals(1, one.call(library::teamSize));
        assertEquals(2, two.call(library::teamSize));
        assertEquals(2, two.call(library::teamSize));
        assertEquals(before, library.teamSize());
        assertThrows(
                UncheckedIOException.class,
                () -> two.call(() -> {
                    throw new UncheckedIOException(new IOException());
                }));
        assertEquals(before, library.teamSize());
    }

    @Test
    void whatIsSubmittedRunsBesideTheCaller() throws Exception {
        assertEquals(OWN, one.submit(Thread::currentThread).get().getName());
    }

    private ExecutorService caller() {
        ExecutorService caller = Executors.newSingleThreadExecutor();
        callers.add(caller);
        return caller;
    }

    /** One who came twice in a row. */
    private ExecutorService leader() throws Exception {
        ExecutorService caller = caller();
        whoWorksFor(caller, two);
        whoWorksFor(caller, two);
        return caller;
    }

    private static Thread thread(ExecutorService caller) throws Exception {
        return caller.submit(Thread::currentThread).get();
    }

    private static Thread whoWorksFor(ExecutorService caller, Team team) throws Exception {
        return caller.submit(() -> team.call(Thread::currentThread)).get();
    }
}
