package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.dnnl.engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TeamTest {
    private static final int MOST_LEADERS = 4;

    private final OneDnn library = OneDnn.load();
    private final engine engine = library.engine();
    private final List<ExecutorService> callers = new ArrayList<>();

    @AfterEach
    void close() {
        callers.forEach(ExecutorService::shutdownNow);
        engine.deallocate();
    }

    @Test
    void theFirstCallersDoTheWorkThemselvesAndOthersHandItOver() throws Exception {
        Team team = new Team(library, engine, "the team's", 2);
        List<ExecutorService> leaders = callers(MOST_LEADERS);
        for (ExecutorService leader : leaders) {
            assertSame(thread(leader), whoWorksFor(leader, team));
        }
        ExecutorService late = callers(1).get(0);
        assertEquals("the team's", whoWorksFor(late, team).getName());
        assertSame(thread(leaders.get(0)), whoWorksFor(leaders.get(0), team), "who once leads goes on to");
        team.close(() -> {});
    }

    @Test
    void whoIsGoneMakesRoomForAnother() throws Exception {
        Team team = new Team(library, engine, "the team's", 2);
        Thread gone = null;
        for (ExecutorService leader : callers(MOST_LEADERS)) {
            gone = whoWorksFor(leader, team);
        }
        callers.get(MOST_LEADERS - 1).shutdown();
        gone.join();
        ExecutorService late = callers(1).get(0);
        assertSame(thread(late), whoWorksFor(late, team));
        team.close(() -> {});
    }

    @Test
    void aTeamOfOneIsWhoeverCalls() throws Exception {
        Team team = new Team(library, engine, "the team's", 1);
        for (ExecutorService caller : callers(MOST_LEADERS + 1)) {
            assertSame(thread(caller), whoWorksFor(caller, team));
        }
        team.close(() -> {});
    }

    @Test
    void aCallerHasAsManyThreadsAfterwardsAsBefore() {
        Team team = new Team(library, engine, "the team's", 3);
        int before = library.teamSize();
        assertEquals(3, team.call(library::teamSize));
        assertEquals(before, library.teamSize());
        assertThrows(
                UncheckedIOException.class,
                () -> team.call(() -> {
                    throw new UncheckedIOException(new IOException());
                }));
        assertEquals(before, library.teamSize());
        team.close(() -> {});
    }

    @Test
    void whatIsSubmittedRunsBesideTheCaller() throws Exception {
        Team team = new Team(library, engine, "the team's", 1);
        Future<Thread> worker = team.submit(Thread::currentThread);
        assertNotSame(Thread.currentThread(), worker.get());
        assertEquals("the team's", worker.get().getName());
        team.close(() -> {});
    }

    private List<ExecutorService> callers(int count) {
        List<ExecutorService> more = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            more.add(Executors.newSingleThreadExecutor());
        }
        callers.addAll(more);
        return more;
    }

    private static Thread thread(ExecutorService caller) throws Exception {
        return caller.submit(Thread::currentThread).get();
    }

    private static Thread whoWorksFor(ExecutorService caller, Team team) throws Exception {
        return caller.submit(() -> team.call(Thread::currentThread)).get();
    }
}
