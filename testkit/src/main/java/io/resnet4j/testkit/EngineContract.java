package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Node;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine must do in float32. An engine's test class extends this one. */
public abstract class EngineContract {
    /** In standard deviations of the result; the least weight of resnet50 that one could forget moves it by 1.4e-5. */
    private static final double FLOAT32 = 1e-5;

    private static final int CLOSENESS_IMAGES = 32;

    protected abstract Engine engine();

    /** Folding a norm alone may move a single image by 4; a wrong network moves it by a million. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet34", "resnet50", "resnet20"})
    void errorsAgainstDoublePrecisionAreThoseOfPyTorch(String name) throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        double[] expected = golden.doubles("closeness/logits");
        float[] theirErrors = golden.floats("closeness/float32");
        Shape image = Shape.of(3, 64, 64);
        float[] ours = new float[expected.length];
        int classes = ours.length / CLOSENESS_IMAGES;
        try (Session session = open(name)) {
            for (int i = 0; i < CLOSENESS_IMAGES; i++) {
                float[] logits = session.run(Batch.of(image, Formula.images("input" + i, 1, image)))
                        .logits(0);
                System.arraycopy(logits, 0, ours, i * classes, classes);
            }
        }
        double[] ourErrors = IntStream.range(0, CLOSENESS_IMAGES)
                .mapToDouble(i -> error(expected, ours, i * classes, classes))
                .toArray();
        double pooled =
                Math.sqrt(Arrays.stream(ourErrors).map(e -> e * e).average().orElseThrow());
        double theirs = Math.sqrt(IntStream.range(0, CLOSENESS_IMAGES)
                .mapToDouble(i -> (double) theirErrors[i] * theirErrors[i])
                .average()
                .orElseThrow());
        Closeness.assertAtMost(2 * theirs, pooled, name + ", all images");
        for (int i = 0; i < CLOSENESS_IMAGES; i++) {
            Closeness.assertAtMost(8 * theirErrors[i], ourErrors[i], name + ", image " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "resnet18, 2, 64, 64",
        "resnet18, 1, 57, 43",
        "resnet34, 2, 64, 64",
        "resnet34, 1, 57, 43",
        "resnet50, 2, 64, 64",
        "resnet50, 1, 57, 43",
        "resnet20, 2, 32, 32",
        "resnet20, 2, 33, 29",
    })
    void logitsEmbeddingAndTapsEqualPyTorchs(String name, int images, int height, int width) throws IOException {
        NetworkGolden golden = NetworkGolden.of(name);
        String prefix = "%dx3x%dx%d/".formatted(images, height, width);
        Shape image = Shape.of(3, height, width);
        try (Session session = open(name, "layer1.0.add", "layer2.0.relu_1", "flatten")) {
            Outputs outputs = session.run(Batch.of(image, Formula.images("input", images, image)));
            assertEquals(images, outputs.size());
            assertClose(golden.doubles(prefix + "logits"), outputs.logits().nchw(), "logits");
            assertClose(
                    golden.doubles(prefix + "flatten"), outputs.tap("flatten").nchw(), "embedding");
            for (String tap : List.of("layer1.0.add", "layer2.0.relu_1")) {
                assertClose(
                        golden.doubles(prefix + tap), sampled(outputs.tap(tap).nchw()), tap);
            }
        }
    }

    /** Every value is tapped, so nothing may be fused away or overwritten; sums and ReLUs must follow from what they read. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet50", "resnet20"})
    void everyValueCanBeTapped(String name) throws IOException {
        Network network = Catalogue.named(name).network();
        Shape image = Shape.of(3, 33, 35);
        Batch batch = Batch.of(image, Formula.images("input", 2, image));
        String[] everything = network.nodes().stream().map(Node::name).toArray(String[]::new);
        try (Session tapped = open(name, everything);
                Session plain = open(name)) {
            Outputs outputs = tapped.run(batch);
            assertClose(doubles(plain.run(batch).logits(1)), outputs.logits(1), "logits beside taps");
            network.shapes(image).forEach((value, shape) -> {
                if (!value.equals(network.input())) {
                    assertEquals(shape, outputs.tap(value.name()).shape(), value.name());
                }
            });
            for (Node node : network.nodes()) {
                if (node.op() instanceof Op.Relu) {
                    float[] x = outputs.tap(node.inputs().get(0).name()).of(1);
                    float[] y = outputs.tap(node.name()).of(1);
                    for (int i = 0; i < y.length; i++) {
                        assertEquals(Math.max(x[i], 0f), y[i], node.name());
                    }
                } else if (node.op() instanceof Op.Add) {
                    float[] a = outputs.tap(node.inputs().get(0).name()).of(1);
                    float[] b = outputs.tap(node.inputs().get(1).name()).of(1);
                    double[] sum = IntStream.range(0, a.length)
                            .mapToDouble(i -> (double) a[i] + b[i])
                            .toArray();
                    assertClose(sum, outputs.tap(node.name()).of(1), node.name());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16})
    void anImageGetsTheSameLogitsInEveryBatch(int size) throws IOException {
        Shape image = Shape.of(3, 32, 32);
        float[] images = Formula.images("input", size, image);
        int each = images.length / size;
        try (Session session = open("resnet20")) {
            Outputs together = session.run(Batch.of(image, images));
            for (int i = 0; i < size; i++) {
                float[] one = Arrays.copyOfRange(images, i * each, (i + 1) * each);
                float[] alone = session.run(Batch.of(image, one)).logits(0);
                assertClose(doubles(alone), together.logits(i), "image " + i);
            }
        }
    }

    @Test
    void twoCallersGetWhatOneGets() throws Exception {
        Shape small = Shape.of(3, 32, 32);
        Shape large = Shape.of(3, 40, 24);
        Batch first = Batch.of(small, Formula.images("first", 2, small));
        Batch second = Batch.of(large, Formula.images("second", 3, large));
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (Session session = open("resnet20")) {
            float[] expectedFirst = logits(session.run(first));
            float[] expectedSecond = logits(session.run(second));
            Callable<Void> one = () -> repeat(session, first, expectedFirst);
            Callable<Void> other = () -> repeat(session, second, expectedSecond);
            for (Future<Void> caller : callers.invokeAll(List.of(one, other))) {
                caller.get();
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void whatDoesNotPassThroughIsRefusedAndDoesNoHarm() throws IOException {
        Shape image = Shape.of(3, 32, 32);
        Batch batch = Batch.of(image, Formula.images("input", 1, image));
        try (Session session = open("resnet20")) {
            float[] before = logits(session.run(batch));
            Exception grey = assertThrows(
                    IllegalArgumentException.class,
                    () -> session.run(Batch.of(Shape.of(1, 32, 32), new float[32 * 32])));
            assertTrue(grey.getMessage().contains("[3, height, width], got [1, 32, 32]"), grey.getMessage());
            assertArrayEquals(before, logits(session.run(batch)));
        }
        Exception unknown = assertThrows(IllegalArgumentException.class, () -> open("resnet20", "layer9"));
        assertTrue(unknown.getMessage().contains("resnet20 has no node layer9"), unknown.getMessage());
    }

    @Test
    void aTapGoesByTheNameItWasAskedFor() throws IOException {
        Shape image = Shape.of(3, 32, 32);
        try (Session session = open("resnet20", "layer3", "layer3.2.relu_1")) {
            Outputs outputs = session.run(Batch.of(image, Formula.images("input", 2, image)));
            assertEquals(Shape.of(64, 8, 8), outputs.tap("layer3").shape());
            assertArrayEquals(
                    outputs.tap("layer3.2.relu_1").of(1), outputs.tap("layer3").of(1));
            Exception e = assertThrows(IllegalArgumentException.class, () -> outputs.tap("layer2"));
            assertTrue(e.getMessage().startsWith("layer2 was not tapped; there are "), e.getMessage());
        }
    }

    @Test
    void tooManyImagesAtOnceAreAnErrorThatSaysWhatToDo() throws IOException {
        try (Session session = open("resnet20")) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> session.run(new Endless(1 << 20)));
            assertTrue(e.getMessage().endsWith("try a smaller batch"), e.getMessage());
        }
    }

    /** Images that nobody has, so many that no buffer holds them. */
    private record Endless(int size) implements Batch {
        @Override
        public Shape shape() {
            return Shape.of(3, 224, 224);
        }

        @Override
        public void write(int index, FloatBuffer target) {
            throw new AssertionError("nothing is to be run");
        }
    }

    @Test
    void fewerImagesThanBeforeGetTheirOwnLogits() throws IOException {
        Shape image = Shape.of(3, 32, 32);
        float[] images = Formula.images("input", 4, image);
        float[] three = Arrays.copyOf(images, images.length / 4 * 3);
        try (Session session = open("resnet20")) {
            Outputs all = session.run(Batch.of(image, images));
            Outputs fewer = session.run(Batch.of(image, three));
            assertEquals(3, fewer.size());
            assertEquals(3 * 10, fewer.logits().nchw().length);
            assertClose(doubles(all.logits(2)), fewer.logits(2), "the third image");
        }
    }

    @Test
    void anInterruptedCallerStillGetsItsAnswerAndStaysInterrupted() throws IOException {
        Shape image = Shape.of(3, 32, 32);
        Batch batch = Batch.of(image, Formula.images("input", 1, image));
        try (Session session = open("resnet20")) {
            float[] expected = logits(session.run(batch));
            Thread.currentThread().interrupt();
            assertArrayEquals(expected, logits(session.run(batch)));
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    @Timeout(30)
    void closingWaitsForWhoRunsAndRefusesWhoComes() throws Exception {
        Shape image = Shape.of(3, 32, 32);
        Batch batch = Batch.of(image, Formula.images("input", 1, image));
        Session session = open("resnet20");
        float[] expected = logits(session.run(batch));
        CountDownLatch running = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<?> calls = caller.submit(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                assertArrayEquals(expected, logits(session.run(batch)));
                running.countDown();
            }
        });
        running.await();
        session.close();
        ExecutionException end = assertThrows(ExecutionException.class, calls::get);
        assertEquals(IllegalStateException.class, end.getCause().getClass(), () -> end.getCause()
                .toString());
        caller.shutdown();
    }

    @Test
    void aClosedSessionSaysSo() throws IOException {
        Shape image = Shape.of(3, 32, 32);
        Batch batch = Batch.of(image, Formula.images("input", 1, image));
        Session session = open("resnet20");
        session.run(batch);
        session.close();
        assertDoesNotThrow(session::close);
        Exception e = assertThrows(IllegalStateException.class, () -> session.run(batch));
        assertEquals("the session is closed", e.getMessage());
    }

    private Session open(String name, String... taps) throws IOException {
        Network network = Catalogue.named(name).network();
        return engine().open(network, new Formula(), SessionOptions.defaults().withTaps(taps));
    }

    private static Void repeat(Session session, Batch batch, float[] expected) {
        for (int i = 0; i < 200; i++) {
            assertArrayEquals(expected, logits(session.run(batch)));
        }
        return null;
    }

    private static void assertClose(double[] expected, float[] actual, String what) {
        Closeness.assertAtMost(FLOAT32, Closeness.worst(expected, actual), what);
    }

    /** One image's root mean square error, in standard deviations of all images' logits. */
    private static double error(double[] expected, float[] actual, int from, int count) {
        double squares = IntStream.range(from, from + count)
                .mapToDouble(i -> (actual[i] - expected[i]) * (actual[i] - expected[i]))
                .average()
                .orElseThrow();
        return Math.sqrt(squares) / Closeness.deviation(expected);
    }

    /** The elements that the goldens keep of a large value. */
    private static float[] sampled(float[] values) {
        float[] sample = new float[64];
        for (int k = 0; k < sample.length; k++) {
            sample[k] = values[(int) (k * 7919L % values.length)];
        }
        return sample;
    }

    private static float[] logits(Outputs outputs) {
        return outputs.logits().nchw();
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
