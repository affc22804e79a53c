package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Formula;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lanes that share weights, and many who call at a time. */
class LanesTest {
    private static final int CALLERS = 32;
    private static final int CALLS = 20_000;

    private final OneDnnEngine engine = new OneDnnEngine();
    private final Network network = Catalogue.named("resnet20").network();

    /** What goes in and, from a session that no one else used, what must come out. */
    private record Question(Batch batch, float[] answer) {}

    @ParameterizedTest
    @CsvSource({"2, 1", "1, 2"})
    void everyCallerGetsWhatOneAloneGets(int lanes, int threads) throws Exception {
        SessionOptions options = SessionOptions.defaults().withLanes(lanes).withThreads(threads);
        List<Question> questions = questions(options.withLanes(1));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (Session session = engine.open(network, new Formula(), options)) {
            List<Callable<Integer>> work = Collections.nCopies(CALLERS, () -> ask(session, questions));
            int answered = 0;
            for (Future<Integer> caller : callers.invokeAll(work)) {
                answered += caller.get();
            }
            assertEquals(CALLS, answered);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Of JavaCPP's scopes, with which others free what they made. */
    @Test
    void aCallersScopeFreesNothingOfASession() throws IOException {
        Shape image = Shape.of(3, 16, 16);
        Batch many = Batch.of(image, Formula.images("many", 8, image)); // on threads that start with it
        Session session;
        float[] within;
        try (PointerScope scope = new PointerScope()) {
            session = engine.open(
                    network, new Formula(), SessionOptions.defaults().withThreads(2));
            within = logits(session, many);
        }
        assertArrayEquals(within, logits(session, many));
        Shape wider = Shape.of(3, 16, 17);
        assertEquals(8 * 10, logits(session, Batch.of(wider, Formula.images("wider", 8, wider))).length);
        session.close();
    }

    private static int ask(Session session, List<Question> questions) {
        int calls = CALLS / CALLERS;
        for (int i = 0; i < calls; i++) {
            Question question = questions.get((int) ((i + Thread.currentThread().getId()) % questions.size()));
            assertArrayEquals(question.answer(), logits(session, question.batch()));
        }
        return calls;
    }

    /** Sizes of which none runs in another's plan, so that each answer is the same to the bit. */
    private List<Question> questions(SessionOptions options) throws IOException {
        List<Question> questions = new ArrayList<>();
        try (Session alone = engine.open(network, new Formula(), options)) {
            for (int side : new int[] {8, 12, 16}) {
                for (int size : new int[] {1, 2, 4}) {
                    Shape image = Shape.of(3, side, 16);
                    Batch batch = Batch.of(image, Formula.images("of " + side, size, image));
                    questions.add(new Question(batch, logits(alone, batch)));
                }
            }
        }
        return questions;
    }

    private static float[] logits(Session session, Batch batch) {
        return session.run(batch).logits().nchw();
    }
}
