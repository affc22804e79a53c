package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.model.Network;
import io.resnet4j.testkit.Variants;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.Learner;
import io.resnet4j.training.Score;
import io.resnet4j.training.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** libtorch keeps numbers of threads and random numbers for the process or the thread; learners are not to notice. */
class ThreadsTest {
    private static final int STEPS = 15;

    private final ExecutorService others = Executors.newFixedThreadPool(2);
    private final LabelledBatch batch = Learners.batch(8);

    @AfterEach
    void tearDown() {
        others.shutdown();
    }

    @Test
    void whoeverCallsALearnerComputesWithItsThreads() throws Exception {
        try (Learner one = Learners.adam(Learners.NETWORK, 1);
                Learner two = Learners.adam(Learners.NETWORK, 2)) {
            assertEquals(1, threadsAfterStep(one), "opened before the other");
            assertEquals(2, threadsAfterStep(two));
            assertEquals(2, others.submit(() -> threadsAfterStep(two)).get());
            one.evaluate(batch);
            assertEquals(1, torch.get_num_threads());
            for (int thread = 0; thread < 2; thread++) {
                assertEquals(2, others.submit(() -> threadsAfterStep(two)).get(), "one of which has computed before");
            }
        }
    }

    private int threadsAfterStep(Learner learner) throws Exception {
        learner.step(batch, Learners.UPDATE);
        return torch.get_num_threads();
    }

    @Test
    void dropoutsOfLearnersThatStepAtOnceAreTheirOwn() throws Exception {
        List<Score> alone = scores(1).call();
        Future<List<Score>> first = others.submit(scores(1));
        Future<List<Score>> second = others.submit(scores(1000));
        assertEquals(alone, first.get());
        assertEquals(scores(1000).call(), second.get());
    }

    /** The scores of all steps, which tell of every bit that was learnt. */
    private Callable<List<Score>> scores(int seed) {
        Network network = Variants.named("basic dropout=0.5").network();
        return () -> {
            List<Score> scores = new ArrayList<>();
            try (Learner learner = Learners.adam(network, 1)) {
                for (int k = 0; k < STEPS; k++) {
                    scores.add(learner.step(batch, new Update(seed + k, 1, OptionalDouble.empty())));
                }
            }
            return scores;
        };
    }
}
