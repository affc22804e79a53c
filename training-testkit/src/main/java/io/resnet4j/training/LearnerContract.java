package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.ReferenceEngine;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.Variants;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every learner must behave, whatever it computes: what changes and what does not, again and again, on and on. */
abstract class LearnerContract {
    private static final Network TINY = Catalogue.named("tiny").network();
    private static final Shape IMAGE = Shape.of(3, 16, 16);

    /** Every optimiser, with all it remembers; one that draws at random; one of a half the numbers' width. */
    static List<String> waysToLearn() {
        return List.of(
                "sgd rate=0.02 momentum=0.9 nesterov=1 decay=0.0005",
                "adam rate=0.001 cycle=1",
                "adamw rate=0.001 decay=0.1 clip=1",
                "adamw rate=0.001 bfloat16=1");
    }

    protected abstract TrainingEngine engine();

    /** The running statistics are for this; who forgets the mode normalises a batch by itself. */
    @Test
    void evaluationIsThatOfInference() throws Exception {
        LabelledBatch batch = batch("input", 8);
        try (Learner learner = open(TINY, "sgd rate=0.02")) {
            learner.step(batch("before", 8), update(0));
            float[] logits;
            try (Session session = new ReferenceEngine().open(TINY, learner, SessionOptions.defaults())) {
                logits = session.run(batch.images()).logits().nchw();
            }
            Score score = learner.evaluate(batch);
            assertEquals(crossEntropy(logits, batch.labels()), score.loss(), 1e-5 * score.loss());
            assertEquals(8, score.images());
        }
    }

    private static double crossEntropy(float[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        return IntStream.range(0, labels.length)
                .mapToDouble(i -> {
                    double sum = IntStream.range(i * classes, (i + 1) * classes)
                            .mapToDouble(k -> Math.exp(logits[k]))
                            .sum();
                    return Math.log(sum) - logits[i * classes + labels[i]];
                })
                .average()
                .orElseThrow();
    }

    @Test
    void trainingIsNotEvaluation() throws Exception {
        LabelledBatch batch = batch("input", 8);
        try (Learner learner = open(TINY, "sgd rate=0")) {
            Score evaluated = learner.evaluate(batch);
            Score trained = learner.step(batch, update(0));
            assertTrue(Math.abs(evaluated.loss() - trained.loss()) > 0.1, evaluated + " " + trained);
        }
    }

    @Test
    void evaluationChangesNothing() throws Exception {
        try (Learner learner = open(TINY, "adam rate=0.001")) {
            learner.step(batch("input", 8), update(0));
            byte[] before = Digests.of(TINY, learner);
            Score first = learner.evaluate(batch("other", 8));
            assertEquals(first, learner.evaluate(batch("other", 8)));
            assertArrayEquals(before, Digests.of(TINY, learner));
        }
    }

    /** An image is told what it is without regard to its neighbours. */
    @Test
    void aBatchIsEvaluatedAsItsImagesAreAlone() throws Exception {
        LabelledBatch four = batch("input", 4);
        float[] images = Formula.images("input", 4, IMAGE);
        try (Learner learner = open(TINY, "sgd rate=0")) {
            Score together = Score.NONE;
            for (int i = 0; i < 4; i++) {
                int each = (int) IMAGE.elements();
                Batch image = Batch.of(IMAGE, Arrays.copyOfRange(images, i * each, (i + 1) * each));
                together = together.plus(learner.evaluate(new LabelledBatch(image, new int[] {four.labels()[i]})));
            }
            Score all = learner.evaluate(four);
            assertEquals(all.loss(), together.loss(), 1e-5 * all.loss());
            assertEquals(all.correct(), together.correct());
        }
    }

    @ParameterizedTest
    @MethodSource("waysToLearn")
    void twoRunsAreTheSameToTheLastBit(String way) throws Exception {
        byte[] first = afterTenSteps(TINY, way);
        assertArrayEquals(first, afterTenSteps(TINY, way));
        assertNotEquals(
                ByteBuffer.wrap(first),
                ByteBuffer.wrap(Digests.of(TINY.tensors(), new Formula(), Map.of())),
                "it has learnt");
    }

    /** Dropout, between a block's convolutions and before the head, draws from the step's seed and from nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"basic dropout=0.5", "prebasic inner=0.3"})
    void whatIsDrawnAtRandomDependsOnTheSeedAlone(String variant) throws Exception {
        Network network = Variants.named(variant).network();
        assertArrayEquals(afterTenSteps(network, "sgd rate=0.02"), afterTenSteps(network, "sgd rate=0.02"));
        try (Learner learner = open(network, "sgd rate=0")) {
            double loss = learner.step(batch("input", 8), update(1)).loss();
            assertNotEquals(loss, learner.step(batch("input", 8), update(2)).loss());
            assertEquals(loss, learner.step(batch("input", 8), update(1)).loss());
            assertEquals(learner.evaluate(batch("input", 8)), learner.evaluate(batch("input", 8)));
        }
    }

    private byte[] afterTenSteps(Network network, String way) throws Exception {
        try (Learner learner = open(network, way)) {
            steps(learner, way, 0, StepsCase.STEPS);
            return Digests.of(network, learner);
        }
    }

    @ParameterizedTest
    @MethodSource("waysToLearn")
    void restoredAtAnyStepItGoesOnAsIfNothingHadHappened(String way) throws Exception {
        assertGoesOn(TINY, way);
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic dropout=0.5", "prebasic inner=0.3"})
    void restoredItDrawsWhatItWouldHaveDrawn(String variant) throws Exception {
        assertGoesOn(Variants.named(variant).network(), "sgd rate=0.02 momentum=0.9");
    }

    private void assertGoesOn(Network network, String way) throws Exception {
        byte[] uninterrupted = afterTenSteps(network, way);
        try (Learner learner = open(network, way);
                Learner other = open(network, way)) {
            for (int step = 0; step < StepsCase.STEPS; step++) {
                TensorSource weights = Digests.copy(network, learner);
                Map<String, Tensor> state = learner.optimizerState();
                steps(other, way, 0, 2); // something to be forgotten
                other.restore(weights, state);
                steps(other, way, step, StepsCase.STEPS);
                assertArrayEquals(uninterrupted, Digests.of(network, other), "restored before step " + step);
                steps(learner, way, step, step + 1);
            }
        }
    }

    @Test
    void anotherOptimisersStateIsRefusedAndNothingChanges() throws Exception {
        try (Learner sgd = open(TINY, "sgd rate=0.02 momentum=0.9");
                Learner adam = open(TINY, "adam rate=0.001")) {
            steps(sgd, "sgd rate=0.02 momentum=0.9", 0, 2);
            steps(adam, "adam rate=0.001", 0, 2);
            byte[] before = Digests.of(TINY, sgd);
            assertRefused(sgd, adam.optimizerState(), "exp_avg");
            Map<String, Tensor> incomplete = new HashMap<>(sgd.optimizerState());
            incomplete.remove("fc.bias/momentum");
            assertRefused(sgd, incomplete, "fc.bias/momentum");
            Map<String, Tensor> misshapen = new HashMap<>(sgd.optimizerState());
            misshapen.put("fc.bias/momentum", Tensor.of(Shape.of(2), 1, 2));
            assertRefused(sgd, misshapen, "fc.bias/momentum");
            assertArrayEquals(before, Digests.of(TINY, sgd));
        }
    }

    private static void assertRefused(Learner learner, Map<String, Tensor> state, String named) {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> learner.restore(new Formula(), state), "a state of " + named);
        assertTrue(e.getMessage().contains(named), e.getMessage());
    }

    /** Not even a decay moves what is frozen; its norms gather statistics all the same, as PyTorch's do, unless they are still. */
    @ParameterizedTest
    @ValueSource(strings = {"", " still=backbone"})
    void whatIsFrozenDoesNotMove(String still) throws Exception {
        String way = "adamw rate=0.01 decay=0.1 frozen=backbone" + still;
        try (Learner learner = open(TINY, way)) {
            steps(learner, way, 0, 3);
            for (TensorSpec spec : TINY.tensors()) {
                if (spec.role() == TensorSpec.Role.COUNTER) {
                    assertEquals(still.isEmpty() ? 3 : 0, counter(learner, spec), spec.name());
                } else {
                    boolean moves = spec.role() == TensorSpec.Role.BUFFER
                            ? still.isEmpty()
                            : spec.name().startsWith("fc.");
                    boolean moved = !Arrays.equals(new Formula().floats(spec), learner.floats(spec));
                    assertEquals(moves, moved, spec.name());
                }
            }
        }
    }

    /** On the same images the loss falls, in bfloat16 as in float32: there it would not, were weights cast once and for all. */
    @ParameterizedTest
    @ValueSource(strings = {"", " bfloat16=1"})
    void itLearns(String precision) throws Exception {
        try (Learner learner = open(TINY, "sgd rate=0.02 momentum=0.9" + precision)) {
            LabelledBatch batch = batch("input", 32);
            double first = learner.step(batch, update(0)).loss();
            for (int k = 1; k < 40; k++) {
                learner.step(batch, update(k));
            }
            Score last = learner.step(batch, update(40));
            assertTrue(last.loss() < 0.05 * first, first + " has become " + last);
            assertEquals(32, last.correct());
        }
    }

    /** Norms may have gathered what they saw; parameters and momenta are as before, and go on as if it had not been. */
    @Test
    void aLossThatIsNoNumberStopsBeforeAnythingIsLearnt() throws Exception {
        float[] images = Formula.images("input", 8, IMAGE);
        images[1000] = Float.NaN;
        LabelledBatch sick =
                new LabelledBatch(Batch.of(IMAGE, images), batch("input", 8).labels());
        List<TensorSpec> parameters = TINY.tensors().stream()
                .filter(spec -> spec.role() == TensorSpec.Role.PARAMETER)
                .toList();
        try (Learner learner = open(TINY, "sgd rate=0.02 momentum=0.9")) {
            steps(learner, "sgd", 0, 2);
            byte[] before = Digests.of(parameters, learner, learner.optimizerState());
            LossNotFiniteException e = assertThrows(LossNotFiniteException.class, () -> learner.step(sick, update(2)));
            assertTrue(e.getMessage().contains("NaN"), e.getMessage());
            assertArrayEquals(before, Digests.of(parameters, learner, learner.optimizerState()));
            steps(learner, "sgd", 2, StepsCase.STEPS);
            byte[] undisturbed = Digests.of(parameters, learner, learner.optimizerState());
            try (Learner healthy = open(TINY, "sgd rate=0.02 momentum=0.9")) {
                steps(healthy, "sgd", 0, StepsCase.STEPS);
                assertArrayEquals(undisturbed, Digests.of(parameters, healthy, healthy.optimizerState()));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedAndDoesNoHarm() throws Exception {
        try (Learner learner = open(TINY, "sgd rate=0.02")) {
            byte[] before = Digests.of(TINY, learner);
            Batch image = Batch.of(IMAGE, Formula.images("input", 1, IMAGE));
            for (int label : new int[] {-1, 10}) {
                assertRefused(learner, new LabelledBatch(image, new int[] {label}), "label is " + label);
            }
            Shape grey = Shape.of(1, 16, 16);
            Batch greyImage = Batch.of(grey, Formula.images("input", 1, grey));
            assertRefused(learner, new LabelledBatch(greyImage, new int[] {1}), "[3, height, width], got [1, 16, 16]");
            assertArrayEquals(before, Digests.of(TINY, learner));
        }
    }

    private static void assertRefused(Learner learner, LabelledBatch batch, String problem) {
        for (Exception e : List.of(
                assertThrows(IllegalArgumentException.class, () -> learner.step(batch, update(0))),
                assertThrows(IllegalArgumentException.class, () -> learner.evaluate(batch)))) {
            assertTrue(e.getMessage().contains(problem), e.getMessage());
        }
    }

    @Test
    void whatIsClosedDoesNothingAnyMore() throws Exception {
        Learner learner = open(TINY, "sgd rate=0.02 momentum=0.9");
        Map<String, Tensor> state = learner.optimizerState();
        learner.close();
        learner.close();
        List<TensorSpec> counters = TINY.tensors().stream()
                .filter(spec -> spec.role() == TensorSpec.Role.COUNTER)
                .toList();
        for (Executable use : List.<Executable>of(
                () -> learner.step(batch("input", 8), update(0)),
                () -> learner.evaluate(batch("input", 8)),
                () -> learner.get(TINY.tensors().get(0)),
                () -> learner.get(counters.get(0)),
                learner::optimizerState,
                () -> learner.restore(new Formula(), state))) {
            assertEquals(
                    "the learner is closed",
                    assertThrows(IllegalStateException.class, use).getMessage());
        }
    }

    @Test
    void itSaysHowItLearns() throws Exception {
        LearnerOptions options = StepsCase.of("sgd bfloat16=1").options(TINY);
        try (Learner learner = engine().open(TINY, new Formula(), options)) {
            assertEquals(engine().description() + ", bf16, 1 thread", learner.description());
        }
    }

    final Learner open(Network network, String way) throws IOException {
        return engine().open(network, new Formula(), StepsCase.of(way).options(network));
    }

    private static void steps(Learner learner, String way, int from, int to) throws LossNotFiniteException {
        for (int k = from; k < to; k++) {
            learner.step(batch("input" + k, 8), StepsCase.of(way).update(k));
        }
    }

    private static Update update(int seed) {
        return new Update(seed, 1, OptionalDouble.empty());
    }

    private static LabelledBatch batch(String name, int images) {
        return StepsCase.batch(name, images, IMAGE, 10);
    }

    static long counter(TensorSource source, TensorSpec spec) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.get(spec).read(0, bytes);
        return bytes.getLong(0);
    }

    static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
