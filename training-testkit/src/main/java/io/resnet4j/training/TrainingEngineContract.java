package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Precision;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.testkit.Closeness;
import io.resnet4j.testkit.Formula;
import io.resnet4j.testkit.Tally;
import io.resnet4j.testkit.TrainingFigures;
import io.resnet4j.testkit.TrainingGolden;
import io.resnet4j.testkit.Variants;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every engine must learn: PyTorch's numbers. The test class of an engine that trains extends this one. */
public abstract class TrainingEngineContract extends LearnerContract {
    /** Of figures in double precision; a mistake is larger by far, rounding smaller. */
    private static final double EXACT = 1e-9;

    /** Gradients that are smaller than this, relative to the largest, are held to it: some are 0 but for rounding. */
    private static final double VANISHED = 1e-4;

    /** How far a loss in float32 may be off in any case: a few units in its last place. */
    private static final double LOSS = 1e-6;

    private static final TrainingGolden GRADIENTS = TrainingGolden.of("gradients");
    private static final TrainingGolden STEPS = TrainingGolden.of("steps");

    private static Tally gradients;
    private static Tally steps;

    @BeforeAll
    static void startCounting() {
        gradients = new Tally();
        steps = new Tally();
    }

    @AfterAll
    static void printCounts(TestInfo engine) {
        System.out.printf(
                "%s: PyTorch's gradients in double precision: %s. Ten steps, in PyTorch's own errors: %s.%n",
                engine.getDisplayName(), gradients, steps);
    }

    /** What a step in double precision makes of a network, before the optimiser acts. */
    public record Exact(double loss, double[] logits, Map<String, double[]> gradients, Map<String, double[]> buffers) {}

    /** One step in double precision, with all parameters learnt. */
    protected abstract Exact exactStep(Network network, LearnerOptions options, LabelledBatch batch) throws IOException;

    static List<String> gradientCases() {
        return GRADIENTS.cases();
    }

    static Stream<String> float32Cases() {
        return STEPS.cases().stream().filter(name -> StepsCase.of(name).precision() == Precision.FLOAT32);
    }

    static Stream<String> bfloat16Cases() {
        return STEPS.cases().stream().filter(name -> StepsCase.of(name).precision() == Precision.BFLOAT16);
    }

    @ParameterizedTest
    @MethodSource("gradientCases")
    void inDoublePrecisionLogitsLossAndEveryGradientArePyTorchs(String name) throws IOException {
        Network network = network(name);
        Exact found = exactStep(network, options(name, network), batch(network));
        Closeness.assertAtMost(EXACT, Math.abs(found.loss - GRADIENTS.doubles(name + "/loss")[0]), "loss");
        TrainingFigures logits = TrainingFigures.of(GRADIENTS.doubles(name + "/logits"), found.logits.length);
        assertExact(logits.error(found.logits, 0), name + "/logits");
        assertExact(name + "/gradients", network, TensorSpec.Role.PARAMETER, found.gradients);
        assertExact(name + "/statistics", network, TensorSpec.Role.BUFFER, found.buffers);
    }

    private static void assertExact(String key, Network network, TensorSpec.Role role, Map<String, double[]> found) {
        List<TrainingFigures> expected = GRADIENTS.figures(key);
        List<TensorSpec> specs =
                network.tensors().stream().filter(spec -> spec.role() == role).toList();
        assertEquals(expected.size(), specs.size(), key);
        double largest =
                expected.stream().mapToDouble(TrainingFigures::norm).max().orElse(0);
        for (int i = 0; i < specs.size(); i++) {
            String tensor = specs.get(i).name();
            assertExact(expected.get(i).error(found.get(tensor), VANISHED * largest), key + " of " + tensor);
        }
    }

    private static void assertExact(double error, String what) {
        Closeness.assertAtMost(EXACT, error, what);
        gradients.add(error, what);
    }

    /** In float32, by what every learner offers: the score is that of the batch, and the counters count. */
    @ParameterizedTest
    @MethodSource("gradientCases")
    void aStepTellsLossAndCorrectAnswersOfItsBatch(String name) throws Exception {
        Network network = network(name);
        double[] logits = GRADIENTS.doubles(name + "/logits");
        LabelledBatch batch = batch(network);
        try (Learner learner = engine().open(network, new Formula(), options(name, network))) {
            Score score = learner.step(batch, StepsCase.of("sgd").update(0));
            double loss = GRADIENTS.doubles(name + "/loss")[0];
            Closeness.assertAtMost(1e-4 * loss, Math.abs(score.loss() - loss), "loss");
            assertEquals(correct(logits, batch.labels()), score.correct());
            assertEquals(batch.labels().length, score.images());
            for (TensorSpec spec : network.tensors()) {
                if (spec.role() == TensorSpec.Role.COUNTER) {
                    assertEquals(GRADIENTS.integer(name + "/counted"), counter(learner, spec), spec.name());
                }
            }
        }
    }

    private static int correct(double[] logits, int[] labels) {
        int classes = logits.length / labels.length;
        return (int) IntStream.range(0, labels.length)
                .filter(i -> {
                    double[] row = Arrays.copyOfRange(logits, i * classes, (i + 1) * classes);
                    return row[labels[i]] == Arrays.stream(row).max().orElseThrow();
                })
                .count();
    }

    /** Ten steps in float32 are as near to those in double precision as PyTorch's own. */
    @ParameterizedTest
    @MethodSource("float32Cases")
    void tenStepsAreThoseOfPyTorch(String name) throws Exception {
        assertTenSteps(name, 2);
    }

    /** Autocast, which casts the same operations. */
    @ParameterizedTest
    @MethodSource("bfloat16Cases")
    void tenStepsInBfloat16AreThoseOfPyTorch(String name) throws Exception {
        assertTenSteps(name, 1.25);
    }

    private void assertTenSteps(String name, double factor) throws Exception {
        Network network = Catalogue.named("tiny").network();
        StepsCase how = StepsCase.of(name);
        double[] losses = new double[StepsCase.STEPS];
        double[] limits = STEPS.doubles(name + "/errors");
        try (Learner learner = engine().open(network, new Formula(), how.options(network))) {
            for (int k = 0; k < losses.length; k++) {
                LabelledBatch batch = how.batch(STEPS.integer(name + "/draw"), k);
                losses[k] = learner.step(batch, how.update(k)).loss();
            }
            double lossError = lossError(STEPS.doubles(name + "/losses"), losses);
            double error = error(STEPS.figures(name + "/tensors"), network, learner);
            Closeness.assertAtMost(Math.max(LOSS, factor * limits[0]), lossError, "losses");
            Closeness.assertAtMost(factor * limits[1], error, "tensors");
            steps.add(error / limits[1], name);
        }
    }

    private static double lossError(double[] expected, double[] actual) {
        double squares = IntStream.range(0, expected.length)
                .mapToDouble(k -> (actual[k] - expected[k]) * (actual[k] - expected[k]))
                .average()
                .orElseThrow();
        return Math.sqrt(squares) / Arrays.stream(expected).average().orElseThrow();
    }

    /** How far tensors are off, relative to how far each has moved, pooled over those that have; the others must be where they were. */
    private static double error(List<TrainingFigures> expected, Network network, Learner learner) throws IOException {
        List<TensorSpec> specs = network.tensors().stream()
                .filter(spec -> spec.role() != TensorSpec.Role.COUNTER)
                .toList();
        assertEquals(expected.size(), specs.size());
        double sum = 0;
        int moved = 0;
        for (int i = 0; i < specs.size(); i++) {
            double[] goal = expected.get(i).samples();
            double[] start = samples(new Formula().floats(specs.get(i)), goal.length);
            double[] end = samples(learner.floats(specs.get(i)), goal.length);
            double way = distance(goal, start);
            double off = distance(goal, end);
            String what = specs.get(i).name() + " should not have moved";
            assertTrue(way > 0 || off == 0, what);
            sum += way > 0 ? off / way * (off / way) : 0;
            moved += way > 0 ? 1 : 0;
        }
        return Math.sqrt(sum / moved);
    }

    private static double[] samples(float[] values, int count) {
        return TrainingFigures.of(doubles(values), count).samples();
    }

    private static double distance(double[] a, double[] b) {
        return Math.sqrt(IntStream.range(0, a.length)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum());
    }

    private static Network network(String name) {
        String network = name.substring(0, name.indexOf('/'));
        boolean listed = Catalogue.all().stream().anyMatch(spec -> spec.name().equals(network));
        return (listed ? Catalogue.named(network) : Variants.named(network)).network();
    }

    private static LabelledBatch batch(Network network) {
        return StepsCase.batch("input", 4, Shape.of(network.channels(), 33, 29), network.classes());
    }

    /** Everything is learnt, at a rate of 0. */
    private static LearnerOptions options(String name, Network network) {
        String setting = name.substring(name.indexOf('/') + 1);
        boolean smoothed = Set.of("smoothed", "both").contains(setting);
        boolean weighted = Set.of("weighted", "both").contains(setting);
        float[] weights = new float[weighted ? network.classes() : 0];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = 0.5f + c % 4 / 4f;
        }
        LearnerOptions plain = StepsCase.of("sgd rate=0").options(network);
        return new LearnerOptions(
                plain.precision(),
                plain.threads(),
                plain.optimizer(),
                plain.learnt(),
                setting.equals("still") ? StepsCase.norms(network.nodes()) : Set.of(),
                new CrossEntropy(smoothed ? 0.1 : 0, weights),
                OptionalDouble.empty());
    }

    @Test
    void theGoldensAreAsManyAsTheirScriptMakes() {
        assertEquals(79, gradientCases().size());
        assertEquals(14, float32Cases().count());
        assertEquals(2, bfloat16Cases().count());
    }
}
