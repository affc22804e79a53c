package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.BusyException;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.TensorSpec;
import io.resnet4j.weights.Tensor;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.time.Duration;
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
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How every engine's sessions must behave, whatever they compute: batches, callers, refusals, the end. */
abstract class SessionContract {
    /** How far a result may be from itself in another batch, in standard deviations. */
    private static final double FLOAT32 = 1e-5;

    protected abstract Engine engine();

    /** Among them the operations that could mix images up: norms of a group of channels, gates for each channel. */
    static List<String> ofAllKinds() {
        return List.of("basic shortcut=a", "bottleneck norm=group4 se=bias", "prebottleneck groups=2");
    }

    @ParameterizedTest
    @MethodSource("ofAllKinds")
    void anImageGetsTheSameLogitsInEveryBatch(String variant) throws IOException {
        Shape image = Shape.of(3, 32, 32);
        float[] images = Formula.images("input", 16, image);
        int each = images.length / 16;
        try (Session session = open(Variants.named(variant), new Formula())) {
            float[][] alone = new float[16][];
            for (int i = 0; i < alone.length; i++) {
                float[] one = Arrays.copyOfRange(images, i * each, (i + 1) * each);
                alone[i] = session.run(Batch.of(image, one)).logits(0);
            }
            for (int size : new int[] {3, 16}) {
                Outputs together = session.run(Batch.of(image, Arrays.copyOf(images, size * each)));
                for (int i = 0; i < size; i++) {
                    assertClose(doubles(alone[i]), together.logits(i), "image %d of %d".formatted(i, size));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ofAllKinds")
    void twoCallersGetWhatOneGets(String variant) throws Exception {
        Shape small = Shape.of(3, 32, 32);
        Shape large = Shape.of(3, 40, 24);
        Batch first = Batch.of(small, Formula.images("first", 2, small));
        Batch second = Batch.of(large, Formula.images("second", 3, large));
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (Session session = open(Variants.named(variant), new Formula())) {
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
            Batch endless = new Endless(1 << 20);
            List<Executable> ways = List.of(
                    () -> session.run(endless),
                    () -> session.profile(endless, 1),
                    () -> session.warmUp(endless.shape(), endless.size()));
            for (Executable way : ways) {
                Exception e = assertThrows(IllegalArgumentException.class, way);
                assertTrue(e.getMessage().endsWith("try a smaller batch"), e.getMessage());
            }
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

    /** However an engine parts them among its threads. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 13, 64})
    void manyImagesGetWhatEachGetsAlone(int size) throws IOException {
        Shape image = Shape.of(3, 32, 24);
        float[] images = Formula.images("input", size, image);
        int each = images.length / size;
        SessionOptions two = options().withThreads(2).withTaps("layer2", "layer3");
        try (Session session = engine().open(Catalogue.named("resnet20").network(), new Formula(), two)) {
            Outputs all = session.run(Batch.of(image, images));
            assertEquals(size, all.size());
            for (int i = 0; i < size; i += 3) {
                float[] one = Arrays.copyOfRange(images, i * each, (i + 1) * each);
                Outputs alone = session.run(Batch.of(image, one));
                Outputs among = all.image(i);
                assertClose(doubles(logits(alone)), logits(among), "image " + i);
                for (String tap : List.of("layer2", "layer3")) {
                    float[] expected = alone.tap(tap).nchw();
                    assertClose(doubles(expected), among.tap(tap).nchw(), tap + " of image " + i);
                }
            }
        }
    }

    /** One of many that cannot be written, whichever thread comes upon it, is told; the others are none the worse for it. */
    @Test
    void whatGoesWrongWithOneOfManyImagesReachesTheCaller() throws IOException {
        Shape image = Shape.of(3, 32, 32);
        Batch sound = Batch.of(image, Formula.images("input", 16, image));
        RuntimeException unreadable = new RuntimeException("unreadable");
        Batch damaged = new Batch() {
            @Override
            public int size() {
                return sound.size();
            }

            @Override
            public Shape shape() {
                return image;
            }

            @Override
            public void write(int index, FloatBuffer target) {
                if (index == 11) {
                    throw unreadable;
                }
                sound.write(index, target);
            }
        };
        SessionOptions two = options().withThreads(2);
        try (Session session = engine().open(Catalogue.named("resnet20").network(), new Formula(), two)) {
            float[] before = logits(session.run(sound));
            assertSame(unreadable, assertThrows(RuntimeException.class, () -> session.run(damaged)));
            assertArrayEquals(before, logits(session.run(sound)));
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

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void aSessionThatIsWarmRunsAsOneThatIsNot(int size) throws IOException {
        Shape image = Shape.of(3, 32, 32);
        Batch batch = Batch.of(image, Formula.images("input", size, image));
        try (Session cold = open("resnet20");
                Session warm = open("resnet20")) {
            warm.warmUp(image, size);
            assertArrayEquals(logits(cold.run(batch)), logits(warm.run(batch)));
            Exception grey = assertThrows(IllegalArgumentException.class, () -> warm.warmUp(Shape.of(1, 32, 32), 2));
            assertTrue(grey.getMessage().contains("[3, height, width], got [1, 32, 32]"), grey.getMessage());
        }
    }

    /** Images of shapes that the session has not seen, from callers who have a lane each, and from one who warms up all lanes. */
    @Test
    @Timeout(60)
    void itIsWarmedUpWhileOthersRun() throws Exception {
        SessionOptions options = options().withLanes(2).withThreads(2);
        ExecutorService callers = Executors.newFixedThreadPool(3);
        try (Session session = engine().open(Catalogue.named("resnet20").network(), new Formula(), options)) {
            Callable<Integer> runs = () -> {
                int images = 0;
                for (int side = 8; side < 16; side++) {
                    Shape image = Shape.of(3, side, 8);
                    images += session.run(Batch.of(image, Formula.images("input", 5, image)))
                            .size();
                }
                return images;
            };
            Callable<Integer> warmUps = () -> {
                for (int side = 15; side >= 8; side--) {
                    session.warmUp(Shape.of(3, side, 8), 5);
                }
                return 0;
            };
            int images = 0;
            for (Future<Integer> caller : callers.invokeAll(List.of(runs, warmUps, runs))) {
                images += caller.get();
            }
            assertEquals(2 * 8 * 5, images);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void itSaysHowItRuns() throws IOException {
        SessionOptions options = options().withLanes(2).withThreads(3);
        try (Session session = engine().open(Catalogue.named("resnet20").network(), new Formula(), options)) {
            assertEquals(engine().description() + ", fp32, 2 lanes of 3 threads", session.description());
        }
    }

    /** Whoever waits can be told to stop waiting, or to stop by himself, and harms no one by it. */
    @Test
    @Timeout(30)
    void aCallerWaitsAsLongAsItWould() throws Exception {
        Batch batch = Batch.of(Shape.of(3, 32, 32), Formula.images("input", 1, Shape.of(3, 32, 32)));
        Occupier occupier = new Occupier(batch);
        ExecutorService callers = Executors.newCachedThreadPool();
        SessionOptions oneMayWait = options().withQueue(1);
        try (Session session = engine().open(Catalogue.named("resnet20").network(), new Formula(), oneMayWait)) {
            float[] expected = logits(session.run(batch));
            Future<Outputs> first = callers.submit(() -> session.run(occupier));
            occupier.inside.await();
            try {
                assertNoOneWaitsAgainstHisWill(session, batch, callers);
                Future<Outputs> next = callers.submit(() -> waitInLine(session, batch));
                occupier.leave.countDown();
                assertArrayEquals(expected, logits(first.get()));
                assertArrayEquals(expected, logits(next.get()));
            } finally {
                occupier.leave.countDown(); // closing waits for who is inside
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static void assertNoOneWaitsAgainstHisWill(Session session, Batch batch, ExecutorService callers) {
        BusyException late = assertThrows(BusyException.class, () -> session.run(batch, Duration.ofMillis(20)));
        assertTrue(late.getMessage().contains("no lane free within 20 ms"), late.getMessage());
        Future<Outputs> waiting = callers.submit(() -> waitInLine(session, batch));
        BusyException full = assertThrows(BusyException.class, () -> askUntilRefused(session, batch));
        assertTrue(full.getMessage().contains("the places to wait for one (1) are taken"), full.getMessage());
        waiting.cancel(true);
    }

    /** Waits for as long as it takes; tries again while another has the only place. */
    private static Outputs waitInLine(Session session, Batch batch) throws InterruptedException {
        while (true) {
            try {
                return session.run(batch, Duration.ofDays(1_000_000));
            } catch (BusyException e) {
                Thread.onSpinWait();
            }
        }
    }

    /** Refused for want of time, until someone waits; then for want of a place. */
    private static void askUntilRefused(Session session, Batch batch) throws InterruptedException {
        while (true) {
            try {
                session.run(batch, Duration.ZERO);
            } catch (BusyException e) {
                if (e.getMessage().contains("are taken")) {
                    throw e;
                }
            }
        }
    }

    /** Images that stay in the session until they are let go. */
    private static final class Occupier implements Batch {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch leave = new CountDownLatch(1);
        private final Batch batch;

        Occupier(Batch batch) {
            this.batch = batch;
        }

        @Override
        public int size() {
            return batch.size();
        }

        @Override
        public Shape shape() {
            return batch.shape();
        }

        @Override
        public void write(int index, FloatBuffer target) {
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            batch.write(index, target);
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

    @Test
    void whatGoesWrongOnTheWayReachesTheCallerAsItIs() throws IOException {
        RuntimeException unreadable = new RuntimeException("unreadable");
        Batch batch = new Batch() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public Shape shape() {
                return Shape.of(3, 32, 32);
            }

            @Override
            public void write(int index, FloatBuffer target) {
                throw unreadable;
            }
        };
        try (Session session = open("resnet20")) {
            assertSame(unreadable, assertThrows(RuntimeException.class, () -> session.run(batch)));
        }
    }

    /** One norm that an engine may fold into a convolution, and one that it cannot. */
    @ParameterizedTest
    @CsvSource({"resnet20, layer1.0.bn1", "preresnet18, norm"})
    void aNormThatMakesNoFiniteNumbersIsRefused(String name, String norm) {
        Network network = Catalogue.named(name).network();
        TensorSource damaged =
                spec -> spec.name().equals(norm + ".running_var") ? minusOnes(spec) : new Formula().get(spec);
        Exception e = assertThrows(EngineException.class, () -> engine().open(network, damaged, options()));
        assertTrue(e.getMessage().startsWith(norm + ": weight "), e.getMessage());
    }

    private static Tensor minusOnes(TensorSpec spec) {
        float[] values = new float[(int) spec.shape().elements()];
        Arrays.fill(values, -1);
        return Tensor.of(spec.shape(), values);
    }

    final Session open(String name, String... taps) throws IOException {
        return open(Catalogue.named(name), new Formula(), taps);
    }

    final Session open(ResNetSpec spec, Formula weights, String... taps) throws IOException {
        return engine().open(spec.network(), weights, options(taps));
    }

    static SessionOptions options(String... taps) {
        return SessionOptions.defaults().withTaps(taps);
    }

    private static Void repeat(Session session, Batch batch, float[] expected) {
        for (int i = 0; i < 100; i++) {
            assertArrayEquals(expected, logits(session.run(batch)));
        }
        return null;
    }

    static void assertClose(double[] expected, float[] actual, String what) {
        Closeness.assertAtMost(FLOAT32, Closeness.worst(expected, actual), what);
    }

    static float[] logits(Outputs outputs) {
        return outputs.logits().nchw();
    }

    static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
