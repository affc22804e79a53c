package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.resnet4j.inference.Precision;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Formula;
import java.io.IOException;
import org.bytedeco.dnnl.engine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private static final Shape IMAGE = Shape.of(3, 32, 32);

    private final Program program =
            Program.of(Catalogue.named("resnet20").network(), Precision.FLOAT32, SessionOptions.defaults());
    private final engine engine = OneDnn.load().engine();
    private final Team team = Team.start(OneDnn.load(), engine, "test", 1);
    private final Weights weights = new Weights(engine);

    @BeforeEach
    void load() throws IOException {
        new WeightLoader(new Formula(), weights).load(program);
    }

    @AfterEach
    void close() {
        team.close(weights::close);
    }

    @Test
    void theOldestPlansGoWhenTheBudgetIsSpent() {
        team.call(() -> {
            long one;
            try (Plan plan = plan(IMAGE, 4)) {
                one = plan.bytes();
            }
            try (PlanCache cache = new PlanCache(2 * one + one / 2)) {
                for (int side = 32; side > 26; side--) {
                    Shape image = Shape.of(3, side, 32);
                    cache.get(image, 4, () -> plan(image, 4));
                }
                assertEquals(2, cache.size());
            }
            return null;
        });
    }

    @Test
    void thePlanInUseStaysWhateverItTakes() {
        team.call(() -> {
            try (PlanCache cache = new PlanCache(1)) {
                Plan first = cache.get(IMAGE, 1, () -> plan(IMAGE, 1));
                assertSame(first, cache.get(IMAGE, 1, PlanCacheTest::none));
                cache.get(IMAGE, 2, () -> plan(IMAGE, 2));
                assertEquals(1, cache.size());
            }
            return null;
        });
    }

    @Test
    void aShortBatchRunsInALargerPlanIfThatWastesAQuarterAtMost() {
        team.call(() -> {
            try (PlanCache cache = new PlanCache(1L << 30)) {
                Plan sixteen = cache.get(IMAGE, 16, () -> plan(IMAGE, 16));
                assertSame(sixteen, cache.get(IMAGE, 12, PlanCacheTest::none));
                Plan eleven = cache.get(IMAGE, 11, () -> plan(IMAGE, 11));
                assertSame(eleven, cache.get(IMAGE, 11, PlanCacheTest::none));
                assertEquals(2, cache.size());
            }
            return null;
        });
    }

    private Plan plan(Shape image, int batch) {
        return new Plan(engine, team.stream(), weights, program, image, batch);
    }

    private static Plan none() {
        throw new AssertionError("no plan was to be made");
    }
}
