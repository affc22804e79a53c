package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.testkit.Formula;
import io.resnet4j.training.Learner;
import io.resnet4j.training.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** oneDNN's engine for inference and libtorch's for training live in one process, and neither changes what the other computes. */
class TwoEnginesTest {
    private static final int STEPS = 50;

    private final Batch images = Learners.batch(8).images();

    @Test
    void oneClassifiesBeforeDuringAndAfterTheOtherTrains() throws Exception {
        List<Score> alone = train(() -> {});
        ExecutorService caller = Executors.newSingleThreadExecutor();
        CountDownLatch trained = new CountDownLatch(1);
        try (Session session = new OneDnnEngine().open(Learners.NETWORK, new Formula(), SessionOptions.defaults())) {
            float[] before = logits(session);
            Future<Integer> during = caller.submit(classifyUntil(trained, session, before));
            assertEquals(alone, train(() -> {}), "trained while the other classified");
            trained.countDown();
            assertTrue(during.get() > 0, "it classified meanwhile");
            assertEquals(alone, train(() -> assertArrayEquals(before, logits(session), "between two steps")));
            assertArrayEquals(before, logits(session), "after training");
        } finally {
            trained.countDown();
            caller.shutdown();
        }
    }

    private Callable<Integer> classifyUntil(CountDownLatch trained, Session session, float[] expected) {
        return () -> {
            int times = 0;
            while (trained.getCount() > 0) {
                assertArrayEquals(expected, logits(session), "during training");
                times++;
            }
            return times;
        };
    }

    /** The scores of all steps, which tell of every bit that was learnt. */
    private static List<Score> train(Runnable between) throws Exception {
        List<Score> scores = new ArrayList<>();
        try (Learner learner = Learners.adam(Precision.FLOAT32, OptionalDouble.empty())) {
            for (int k = 0; k < STEPS; k++) {
                scores.add(learner.step(Learners.batch(8), Learners.UPDATE));
                between.run();
            }
        }
        return scores;
    }

    private float[] logits(Session session) {
        return session.run(images).logits().nchw();
    }

    /** What has been learnt is classified with: the learner is where a session's weights come from. */
    @Test
    void whatOneHasLearntTheOtherClassifiesWith() throws IOException {
        try (Learner learner = Learners.adam(Precision.FLOAT32, OptionalDouble.empty());
                Session session = new OneDnnEngine().open(Learners.NETWORK, learner, SessionOptions.defaults())) {
            float[] logits = logits(session);
            try (Session formula =
                    new OneDnnEngine().open(Learners.NETWORK, new Formula(), SessionOptions.defaults())) {
                assertArrayEquals(logits(formula), logits);
            }
        }
    }
}
