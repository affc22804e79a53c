package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.Engine;
import io.resnet4j.inference.EngineException;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.inference.Pipeline;
import io.resnet4j.inference.Profile;
import io.resnet4j.inference.Result;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import io.resnet4j.vision.Photo;
import io.resnet4j.weights.Model;
import io.resnet4j.weights.TensorSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Photos that are shades of grey, which an engine that was made up hands back as logits. */
@Timeout(60)
class PipelineTest {
    /** How many images were in each batch. */
    private final List<Integer> batches = new CopyOnWriteArrayList<>();

    private final AtomicInteger decoded = new AtomicInteger();
    /** Batches that still ran when the session was closed. */
    private final AtomicInteger unfinished = new AtomicInteger();

    /** What the engine does before it answers. */
    private interface Work {
        void on(int firstPhoto);
    }

    private final class Echo implements Engine, Session {
        private final Work work;
        private final AtomicInteger running = new AtomicInteger();

        Echo(Work work) {
            this.work = work;
        }

        @Override
        public String description() {
            return "an echo";
        }

        @Override
        public Session open(Network network, TensorSource weights, SessionOptions options) {
            return this;
        }

        @Override
        public Outputs run(Batch batch) {
            running.incrementAndGet();
            batches.add(batch.size());
            float[] logits = new float[batch.size() * 10];
            for (int i = 0; i < batch.size(); i++) {
                FloatBuffer pixels = FloatBuffer.allocate(3 * 32 * 32);
                batch.write(i, pixels);
                Arrays.fill(logits, i * 10, (i + 1) * 10, pixels.get(0));
            }
            try {
                work.on(number(logits[0]));
            } finally {
                running.decrementAndGet();
            }
            return new Outputs(batch.size(), new Activation(Shape.of(10), logits), Map.of());
        }

        @Override
        public Outputs run(Batch batch, Duration patience) {
            return run(batch);
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public void warmUp(Shape image, int batch) {}

        @Override
        public Profile profile(Batch batch, int runs) {
            throw new AssertionError("nobody profiles an echo");
        }

        @Override
        public void close() {
            unfinished.addAndGet(running.get());
        }
    }

    /** The number of a photo, which is its shade of grey, after the embedded model's normalisation. */
    private static int number(float logit) {
        return Math.round((logit * 0.2023f + 0.4914f) * 255);
    }

    private static int number(Result result) {
        return number(result.classification().logits()[0]);
    }

    private final class Grey implements ImageDecoder {
        @Override
        public Image decode(byte[] file, String name) throws ImageException {
            decoded.incrementAndGet();
            if (name.startsWith("bad")) {
                throw new ImageException(name, "it is bad");
            }
            byte[] rgb = new byte[3 * 32 * 32];
            Arrays.fill(rgb, file[0]);
            return new Image(32, 32, rgb);
        }
    }

    private static List<Photo> photos(int count, Set<Integer> bad) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Photo((bad.contains(i) ? "bad " : "") + i, () -> new byte[] {(byte) i}))
                .toList();
    }

    /** Writes down what comes, and fails where the number in it is another. */
    private static class Notes implements Pipeline.Sink<IOException> {
        final List<String> lines = new ArrayList<>();

        @Override
        public void result(int index, Result result) throws IOException {
            assertEquals(index, number(result));
            lines.add(Integer.toString(index));
        }

        @Override
        public void failed(int index, IOException cause) {
            lines.add(cause.getMessage());
        }
    }

    private <E extends Exception> void run(
            Work work, List<Photo> photos, int batchSize, int inFlight, Pipeline.Sink<E> sink) throws E, IOException {
        try (Model model = EmbeddedModel.open();
                Classifier classifier = Classifier.open(new Echo(work), model, SessionOptions.defaults())) {
            Pipeline.of(classifier)
                    .withBatchSize(batchSize)
                    .withDecoders(2)
                    .withInFlight(inFlight)
                    .run(photos, new Grey(), sink);
        }
    }

    /** The first batches take longest, and those that fly beside them would overtake. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "4, 1", "4, 2", "7, 3", "100, 1"})
    void resultsAndFailuresComeInTheOrderOfThePhotos(int batchSize, int inFlight) throws IOException {
        Set<Integer> bad = Set.of(0, 13, 14, 39);
        Notes notes = new Notes();
        run(first -> pause(first < 5 ? 50 : 1), photos(40, bad), batchSize, inFlight, notes);
        assertEquals(
                IntStream.range(0, 40)
                        .mapToObj(i -> bad.contains(i) ? "bad %d: it is bad".formatted(i) : Integer.toString(i))
                        .toList(),
                notes.lines);
    }

    @Test
    void theEndOfABatchIsTold() throws IOException {
        Notes notes = new Notes() {
            @Override
            public void batchDone() {
                lines.add("|");
            }
        };
        run(first -> {}, photos(5, Set.of(4)), 2, 1, notes);
        assertEquals(List.of("0", "1", "|", "2", "3", "|", "bad 4: it is bad", "|"), notes.lines);
    }

    /** So that one plan of an engine fits all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"20 | 16 | 10 10", "16 | 16 | 16", "17 | 16 | 9 8", "3 | 16 | 3", "10 | 4 | 4 3 3", "3 | 1 | 1 1 1"
            })
    void batchesAreOfNearlyOneSize(int count, int batchSize, String sizes) throws IOException {
        run(first -> {}, photos(count, Set.of()), batchSize, 1, new Notes());
        assertEquals(
                Arrays.stream(sizes.split(" ")).map(Integer::valueOf).toList(),
                batches.stream().toList());
    }

    @Test
    void badPhotosAloneNeverReachTheEngine() throws IOException {
        Notes notes = new Notes();
        run(first -> {}, photos(3, Set.of(0, 1, 2)), 2, 1, notes);
        run(first -> {}, List.of(), 2, 1, notes);
        assertEquals(List.of("bad 0: it is bad", "bad 1: it is bad", "bad 2: it is bad"), notes.lines);
        assertTrue(batches.isEmpty(), batches.toString());
    }

    /** The engine works on the first batch until a photo of the next one has been decoded. */
    @Test
    void decodingGoesOnWhileTheNetworkRuns() throws IOException {
        Notes notes = new Notes();
        run(first -> awaitMore(first + 4), photos(12, Set.of()), 4, 1, notes);
        assertEquals(12, notes.lines.size());
    }

    private void awaitMore(int photos) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (decoded.get() <= Math.min(photos, 11)) {
            assertTrue(System.nanoTime() < end, "nobody decodes meanwhile");
            pause(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void soManyBatchesAreInTheNetworkAtATimeAndNoMore(int inFlight) throws IOException {
        CountDownLatch together = new CountDownLatch(inFlight);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Work work = first -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            together.countDown();
            await(together);
            pause(2);
            inside.decrementAndGet();
        };
        run(work, photos(24, Set.of()), 2, inFlight, new Notes());
        assertEquals(inFlight, most.get());
    }

    @Test
    void onlyAFewBatchesAreInMemory() throws IOException {
        AtomicInteger most = new AtomicInteger();
        Notes notes = new Notes() {
            @Override
            public void result(int index, Result result) throws IOException {
                super.result(index, result);
                pause(1); // the sink is the slow one
                most.accumulateAndGet(decoded.get() - lines.size(), Math::max);
            }
        };
        run(first -> {}, photos(200, Set.of()), 5, 1, notes);
        assertEquals(200, notes.lines.size());
        // One in the network, one that waits for it, one that is told of, one that is being decoded.
        assertTrue(most.get() <= 4 * 5, most + " at once");
    }

    @Test
    void aSinkThatFailsEndsTheRun() {
        IOException full = new IOException("the disk is full");
        Notes notes = new Notes() {
            @Override
            public void result(int index, Result result) throws IOException {
                super.result(index, result);
                if (index == 3) {
                    throw full;
                }
            }
        };
        assertSame(
                full,
                assertThrows(IOException.class, () -> run(first -> pause(5), photos(200, Set.of()), 2, 2, notes)));
        assertEquals(List.of("0", "1", "2", "3"), notes.lines);
        assertTrue(batches.size() < 10, batches.size() + " batches");
        assertEquals(0, unfinished.get());
    }

    @Test
    void whatTheEngineThrowsComesAsItIs() {
        EngineException broken = new EngineException("out of memory");
        Work work = first -> {
            throw broken;
        };
        Notes notes = new Notes();
        assertSame(broken, assertThrows(EngineException.class, () -> run(work, photos(9, Set.of()), 2, 2, notes)));
        assertTrue(notes.lines.isEmpty());
    }

    @Test
    void aPipelineHasRoomForOneOfEach() throws IOException {
        try (Model model = EmbeddedModel.open();
                Classifier classifier = Classifier.open(new Echo(first -> {}), model, SessionOptions.defaults())) {
            Pipeline pipeline = Pipeline.of(classifier);
            assertThrows(IllegalArgumentException.class, () -> pipeline.withBatchSize(0));
            assertThrows(IllegalArgumentException.class, () -> pipeline.withDecoders(0));
            assertThrows(IllegalArgumentException.class, () -> pipeline.withInFlight(0));
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS), "they are not there together");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
