package io.resnet4j.libtorch;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Precision;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.ResidentMemory;
import io.resnet4j.training.LabelledBatch;
import io.resnet4j.training.Learner;
import io.resnet4j.training.LearnerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What learning takes natively comes back without the garbage collector's help, which the tests have switched off. */
class NativeMemoryTest {
    private static final int STEPS = 2000;
    private static final int LEARNERS = 100;

    /** A megabyte for two thousand steps. */
    private static final long ALLOWED_EACH = 500;

    /** A learner's tensors alone are 24 kilobytes. */
    private static final long ALLOWED_OPENING = 10_000;

    private final LabelledBatch batch = Learners.batch(2);

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT32", "BFLOAT16"})
    void learningHoldsNoMore(Precision precision) throws Exception {
        try (Learner learner = Learners.adam(precision, OptionalDouble.of(1))) {
            assertUnder(ALLOWED_EACH * STEPS, growth(STEPS, () -> learner.step(batch, Learners.UPDATE)));
        }
    }

    @Test
    void evaluatingHoldsNoMore() throws Exception {
        try (Learner learner = Learners.adam(Precision.FLOAT32, OptionalDouble.empty())) {
            assertUnder(ALLOWED_EACH * STEPS, growth(STEPS, () -> learner.evaluate(batch)));
        }
    }

    @Test
    void openingSavingRestoringAndClosingGivesAllBack() throws Exception {
        assertUnder(ALLOWED_OPENING * LEARNERS, growth(LEARNERS, () -> {
            try (Learner learner = Learners.adam(Precision.FLOAT32, OptionalDouble.empty())) {
                learner.step(batch, Learners.UPDATE);
                learner.restore(learner, learner.optimizerState());
            }
        }));
    }

    /** Adam's state is there already when the last parameter turns out to be none of the network's. */
    @Test
    void whatFailsToOpenGivesAllBack() throws Exception {
        List<TensorSpec> parameters = new ArrayList<>(Learners.parameters(Learners.NETWORK));
        parameters.add(new TensorSpec(
                "other.weight",
                Shape.of(8),
                TensorSpec.Role.PARAMETER,
                parameters.get(0).init()));
        LearnerOptions options = Learners.adam(parameters, Precision.FLOAT32, OptionalDouble.empty(), 1);
        assertUnder(
                ALLOWED_OPENING * LEARNERS,
                growth(
                        LEARNERS,
                        () -> assertThrows(
                                IllegalArgumentException.class, () -> Learners.open(Learners.NETWORK, options))));
    }

    @Test
    void aScopeOfTheCallersTakesNothingAway() throws Exception {
        Learner learner;
        try (PointerScope scope = new PointerScope()) {
            learner = Learners.adam(Precision.FLOAT32, OptionalDouble.empty());
        }
        try (learner) {
            learner.step(batch, Learners.UPDATE);
            assertTrue(Double.isFinite(learner.evaluate(batch).loss()));
        }
    }

    @Test
    void whatThereIsNoMemoryForIsNamed() throws IOException {
        Numbers numbers = new Numbers(DeviceType.CPU, ScalarType.Float, false);
        Shape large = Shape.of(1 << 30, 1 << 30);
        try (NamedTensors tensors = NamedTensors.of(Learners.NETWORK, new Formula(), numbers)) {
            for (Executable use :
                    List.<Executable>of(() -> tensors.zeros(large), () -> Native.empty(Native.dims(large)))) {
                String message = assertThrows(EngineException.class, use).getMessage();
                assertTrue(
                        message.matches(
                                "libtorch cannot (hold|copy) numbers of shape \\[1073741824, 1073741824]; there is no memory left: .+"),
                        message);
            }
        }
    }

    /** A single small tensor that a step forgets to free. */
    @Test
    void aLeakOfTwoKilobytesAStepWouldShow() throws Exception {
        List<Pointer> leaked = new ArrayList<>();
        try (Learner learner = Learners.adam(Precision.FLOAT32, OptionalDouble.empty())) {
            long growth = growth(STEPS, () -> {
                learner.step(batch, Learners.UPDATE);
                leaked.add(torch.ones(512));
            });
            assertTrue(growth > ALLOWED_EACH * STEPS, "%d leaks took only %d bytes".formatted(STEPS, growth));
        } finally {
            leaked.forEach(Pointer::close);
        }
    }

    /** The middle one of three: once, an allocator may have given back more than a leak takes. */
    private static long growth(int times, ResidentMemory.Work work) throws Exception {
        return ResidentMemory.threeGrowths(Pointer::physicalBytes, times, work)[1];
    }

    private static void assertUnder(long limit, long growth) {
        assertTrue(growth < limit, "the process grew by %d bytes".formatted(growth));
    }
}
