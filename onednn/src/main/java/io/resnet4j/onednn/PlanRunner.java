package io.resnet4j.onednn;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Profile;
import io.resnet4j.inference.Profile.StepTime;
import io.resnet4j.model.Shape;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;

/** A team of a session, with the plans that were made on it. */
final class PlanRunner {
    private final engine engine;
    private final Team team;
    private final Weights weights;
    private final Program program;
    private final PlanCache plans;

    PlanRunner(engine engine, Team team, Weights weights, Program program, long planBytes) {
        this.engine = engine;
        this.team = team;
        this.weights = weights;
        this.program = program;
        plans = new PlanCache(planBytes);
    }

    /** Runs a batch, on a plan that is made now unless there is one. */
    Outputs run(Batch batch) {
        return onPlan(batch, plan -> plan.run(batch.size()));
    }

    /** Begins to run parts of a batch, until none is left. */
    Future<Void> submit(Shares shares) {
        return team.submit(() -> {
            shares.take((part, planned) -> here(part, planned, plan -> plan.run(part.size())));
            return null;
        });
    }

    /** Takes the time of every step, and of what the cores do at most. */
    Profile profile(Batch batch, int runs) {
        return onPlan(batch, plan -> {
            try (Peak peak = new Peak(engine, team.stream(), program.type())) {
                double before = peak.multiplyAddsPerSecond();
                List<StepTime> steps = plan.profile(runs);
                return new Profile(steps, OptionalDouble.of(Math.max(before, peak.multiplyAddsPerSecond())));
            }
        });
    }

    private <T> T onPlan(Batch batch, Function<Plan, T> work) {
        return team.call(() -> here(batch, batch.size(), work));
    }

    /** To be called by the team: works on a plan for so many images, of which the batch may have a few less. */
    private <T> T here(Batch batch, int planned, Function<Plan, T> work) {
        Shape image = batch.shape();
        Supplier<String> whatTo = () -> "run %s on %d images of %s at once; try a smaller batch, or fewer threads"
                .formatted(program.network().name(), planned, image);
        Plan plan = EngineException.explain(
                OneDnn.NAME, whatTo, () -> plans.get(image, planned, () -> plan(image, planned)));
        plan.write(batch);
        return EngineException.explain(OneDnn.NAME, whatTo, () -> work.apply(plan));
    }

    private Plan plan(Shape image, int batch) {
        return new Plan(engine, team.stream(), weights, program, image, batch);
    }

    void close() {
        team.close(plans::close);
    }
}
