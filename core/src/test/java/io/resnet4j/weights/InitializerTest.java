package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.resnet4j.model.Basic;
import io.resnet4j.model.Bottleneck;
import io.resnet4j.model.Branch;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Init;
import io.resnet4j.model.Network;
import io.resnet4j.model.Norm;
import io.resnet4j.model.Op;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Residual;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Shortcut;
import io.resnet4j.model.SqueezeExcitation;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.model.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A mean may stray from what it estimates by five standard errors, {@code 5 * sqrt(variance / n)}. */
class InitializerTest {
    private static final Initializer SEVEN = new Initializer(7);

    /** Seeds and names that are near and far, by {@code core/src/test/golden/initial_values.py}. */
    @ParameterizedTest
    @CsvFileSource(resources = "initial.tsv", delimiter = '\t')
    void numbersNeverChange(long seed, String name, String kind, double spread, String expected) throws IOException {
        Init init = kind.equals("normal") ? new Init.Normal(spread) : new Init.Uniform(spread);
        double[] values = Arrays.stream(expected.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertArrayEquals(values, values(new Initializer(seed), spec(name, init, values.length)));
    }

    /** The fan-out of a grouped convolution is that of all its groups, as in torchvision. */
    @ParameterizedTest
    @CsvSource({
        // in, out, kernel, groups, fan-out
        "128, 128, 3, 1, 1152",
        "1024, 1024, 3, 32, 9216",
        "64, 256, 1, 1, 256",
        "3, 64, 7, 1, 3136"
    })
    void convolutionsAreNormalByTheirFanOut(int in, int out, int kernel, int groups, int fanOut) throws IOException {
        Op conv = new Op.Conv2d(in, out, Window.of(kernel, 1), groups, false);
        double[] x = values(SEVEN, conv.tensors("conv1").get(0));
        assertNormal(x, Math.sqrt(2.0 / fanOut));
    }

    /** Moments, tails on both sides, and what neighbours (which share a radius and an angle) tell of each other. */
    private static void assertNormal(double[] x, double deviation) {
        double[] z = map(x, value -> value / deviation);
        assertMean(0, 1, z, "mean");
        assertMean(1, 2, map(z, value -> value * value), "variance");
        assertMean(0, 15, map(z, value -> value * value * value), "skewness");
        assertMean(3, 96, map(z, value -> value * value * value * value), "kurtosis");
        assertFraction(0.158655, z, value -> value > 1);
        assertFraction(0.022750, z, value -> value < -2);
        assertFraction(0.0026998, z, value -> Math.abs(value) > 3);
        assertUncorrelated(z, Arrays.copyOfRange(z, 1, z.length));
        assertUncorrelated(z, Arrays.copyOfRange(z, 2, z.length));
        double[] squares = map(z, value -> (value * value - 1) / Math.sqrt(2));
        assertUncorrelated(squares, Arrays.copyOfRange(squares, 1, z.length));
    }

    /** The bound is one through the root of the fan-in; a bias, too short to tell alone, has its weight's. */
    @ParameterizedTest
    @MethodSource
    void whatHasABiasIsUniformByItsFanIn(Op op, int fanIn) throws IOException {
        double bound = 1 / Math.sqrt(fanIn);
        for (TensorSpec spec : op.tensors("fc")) {
            assertUniform(values(SEVEN, spec), bound);
        }
    }

    static List<Arguments> whatHasABiasIsUniformByItsFanIn() {
        return List.of(
                arguments(new Op.Linear(100, 1000), 100),
                arguments(new Op.Conv2d(16, 512, Window.of(3, 1), 1, true), 144),
                arguments(new Op.Conv2d(64, 512, Window.of(3, 1), 4, true), 144));
    }

    private static void assertUniform(double[] x, double bound) {
        double[] u = map(x, value -> value / (float) bound);
        assertTrue(Arrays.stream(u).allMatch(value -> value >= -1 && value < 1));
        double gap = 20.0 / u.length; // one tensor in 22,000 has none of its numbers so near to an end of [-1, 1)
        assertTrue(Arrays.stream(u).min().getAsDouble() < -1 + gap);
        assertTrue(Arrays.stream(u).max().getAsDouble() > 1 - gap);
        assertMean(0, 1 / 3.0, u, "mean");
        assertMean(1 / 3.0, 4 / 45.0, map(u, value -> value * value), "variance");
        assertFraction(0.25, u, value -> value > 0.5);
        double[] scaled = map(u, value -> value * Math.sqrt(3));
        assertUncorrelated(scaled, Arrays.copyOfRange(scaled, 1, u.length));
    }

    @ParameterizedTest
    @CsvSource({"weight, 1", "bias, 0", "running_mean, 0", "running_var, 1"})
    void normsStartAsTheIdentity(String tensor, double value) throws IOException {
        for (Norm norm : List.of(new Norm.Batch(), new Norm.FrozenBatch())) {
            assertConstant(value, norm, tensor);
        }
        if (!tensor.startsWith("running")) {
            assertConstant(value, new Norm.Group(), tensor);
        }
    }

    private static void assertConstant(double value, Norm norm, String tensor) throws IOException {
        double[] expected = new double[64];
        Arrays.fill(expected, value);
        List<TensorSpec> tensors = norm.of(64, 1).tensors("bn1");
        assertArrayEquals(expected, values(SEVEN, find(tensors, "bn1." + tensor)));
    }

    @Test
    void countersAreZero() throws IOException {
        TensorSpec spec = find(new Norm.Batch().of(64, 1).tensors("bn1"), "bn1.num_batches_tracked");
        Tensor counter = SEVEN.get(spec);
        assertEquals(DType.I64, counter.dtype());
        assertEquals(Shape.of(), counter.shape());
        assertArrayEquals(new byte[8], CheckpointTest.bytes(counter, 8));
    }

    /** Of all tensors, the option changes the scales of those norms alone, and makes them zero. */
    @ParameterizedTest
    @MethodSource
    void zeroInitResidualZeroesTheLastNormOfEveryResidual(ResNetSpec spec, List<String> expected) throws IOException {
        Network zeroed = spec.withZeroInitResidual(true).network();
        Network network = spec.network();
        List<String> changed = new ArrayList<>();
        for (TensorSpec tensor : network.tensors()) {
            double[] values = values(SEVEN, find(zeroed.tensors(), tensor.name()));
            if (!Arrays.equals(values(SEVEN, tensor), values)) {
                changed.add(tensor.name());
                assertArrayEquals(new double[values.length], values, tensor.name());
            }
        }
        assertEquals(expected, changed);
        assertEquals(
                network.tensors().stream().map(TensorSpec::name).toList(),
                zeroed.tensors().stream().map(TensorSpec::name).toList());
    }

    static Stream<Arguments> zeroInitResidualZeroesTheLastNormOfEveryResidual() {
        return Stream.of(new Norm.Batch(), new Norm.FrozenBatch(), new Norm.Group())
                .flatMap(norm -> Stream.of(
                        zeroed(norm, new Basic(), "bn2.weight"),
                        zeroed(norm, new Bottleneck(), "bn3.weight"),
                        zeroed(norm, new SqueezeExcitation(new Basic()), "bn2.weight"),
                        zeroed(norm, new SqueezeExcitation(new Bottleneck()), "bn3.weight")));
    }

    private static Arguments zeroed(Norm norm, Branch branch, String last) {
        ResNetSpec spec = ResNetSpec.of("n", new Residual(branch, new Shortcut.Projection()), 2, 1);
        List<String> blocks = List.of("layer1.0.", "layer1.1.", "layer2.0.");
        return arguments(
                spec.withNorm(norm), blocks.stream().map(block -> block + last).toList());
    }

    @Test
    void theSameSeedGivesTheSameBytesInAnyOrderAndOnAnyThread() throws IOException {
        List<TensorSpec> specs =
                Catalogue.named("tiny").withClasses(100).network().tensors();
        List<Tensor> inOrder = specs.stream().map(SEVEN::get).toList();
        List<TensorSpec> reversed = new ArrayList<>(specs);
        Collections.reverse(reversed);
        List<Tensor> backwards =
                new ArrayList<>(reversed.stream().map(new Initializer(7)::get).toList());
        Collections.reverse(backwards);
        assertEquals(inOrder, backwards);
        List<Tensor> inParallel = IntStream.range(0, 100)
                .parallel()
                .mapToObj(i -> SEVEN.get(specs.get(i % specs.size())))
                .toList();
        for (int i = 0; i < inParallel.size(); i++) {
            assertEquals(inOrder.get(i % specs.size()), inParallel.get(i));
        }
    }

    /** Of a tensor only the seed, the name and how it starts matter: a longer one starts with the shorter. */
    @Test
    void aNumberDoesNotDependOnItsTensorsShape() throws IOException {
        for (Init init : List.of(new Init.Normal(1), new Init.Uniform(1))) {
            double[] odd = values(SEVEN, spec("w", init, 101));
            assertArrayEquals(odd, Arrays.copyOf(values(SEVEN, spec("w", init, 1000)), 101));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8, layer1.0.conv1.weight",
        "6, layer1.0.conv1.weight",
        "-7, layer1.0.conv1.weight",
        "7, layer1.0.conv2.weight",
        "7, layer1.1.conv1.weight",
        "7, layer2.0.conv1.weight",
        "8, layer1.0.conv2.weight"
    })
    void neighbouringSeedsAndNamesTellNothingOfEachOther(long seed, String name) throws IOException {
        for (Init init : List.of(new Init.Normal(1), new Init.Uniform(Math.sqrt(3)))) {
            double[] one = values(SEVEN, spec("layer1.0.conv1.weight", init, 100_000));
            double[] other = values(new Initializer(seed), spec(name, init, 100_000));
            for (int lag = 0; lag < 3; lag++) {
                assertUncorrelated(one, Arrays.copyOfRange(other, lag, other.length));
                assertUncorrelated(other, Arrays.copyOfRange(one, lag, one.length));
            }
            assertNotEquals(one[0], other[0]);
        }
    }

    /** Of numbers whose mean is 0 and variance {@code v}, the products have mean 0 and variance {@code v * v}. */
    private static void assertUncorrelated(double[] x, double[] y) {
        double[] products = IntStream.range(0, Math.min(x.length, y.length))
                .mapToDouble(i -> x[i] * y[i])
                .toArray();
        assertMean(0, 1, products, "correlation");
    }

    private static void assertFraction(double expected, double[] x, DoublePredicate counted) {
        assertMean(expected, expected * (1 - expected), map(x, value -> counted.test(value) ? 1 : 0), "fraction");
    }

    private static void assertMean(double expected, double variance, double[] x, String what) {
        assertEquals(expected, Arrays.stream(x).average().getAsDouble(), 5 * Math.sqrt(variance / x.length), what);
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    private static TensorSpec spec(String name, Init init, int count) {
        return new TensorSpec(name, Shape.of(count), TensorSpec.Role.PARAMETER, init);
    }

    private static TensorSpec find(List<TensorSpec> tensors, String name) {
        return tensors.stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The tensor's numbers, which are floats. A counter has one, and it is zero. */
    private static double[] values(Initializer initializer, TensorSpec spec) throws IOException {
        Tensor tensor = initializer.get(spec);
        assertEquals(spec.shape(), tensor.shape());
        ByteBuffer bytes =
                ByteBuffer.wrap(CheckpointTest.bytes(tensor, 1 << 20)).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, bytes.capacity() / 4)
                .mapToDouble(i -> bytes.getFloat(4 * i))
                .toArray();
    }
}
