package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Shape;
import io.resnet4j.testkit.Formula;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images whose numbers lie channels first go in as they are; others are written pixel by pixel. */
class ChannelsFirstTest {
    private static final Shape IMAGE = Shape.of(3, 31, 33);
    private static final int SIZE = 7; // two threads, a part each, of which one is short

    private final OneDnnEngine engine = new OneDnnEngine();

    @ParameterizedTest
    @ValueSource(ints = {1, SIZE})
    void bothWaysLeadToTheSameLogits(int size) throws IOException {
        Batch batch = Batch.of(IMAGE, Formula.images("input", size, IMAGE));
        try (Session session = open()) {
            assertArrayEquals(logits(session, new Written(batch)), logits(session, batch));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, -1", "1, 1", "7, -1", "7, 1"})
    void aBatchSaysOneThingOfItsSize(int size, int more) throws IOException {
        int numbers = Math.toIntExact(size * IMAGE.elements()) + more;
        Batch liar = new Written(Batch.of(IMAGE, Formula.images("input", size, IMAGE))) {
            @Override
            public Optional<FloatBuffer> channelsFirst() {
                return Optional.of(FloatBuffer.allocate(numbers));
            }
        };
        try (Session session = open()) {
            Exception e = assertThrows(IllegalStateException.class, () -> session.run(liar));
            assertEquals(
                    "%d images of [3, 31, 33] came with %d numbers, channels first".formatted(size, numbers),
                    e.getMessage());
        }
    }

    /** In whatever precision is the best one here, as rounding is part of the way in. */
    private Session open() throws IOException {
        SessionOptions options = SessionOptions.latency().withThreads(2).withPrecision(Precision.AUTO);
        return engine.open(Catalogue.named("resnet20").network(), new Formula(), options);
    }

    private static float[] logits(Session session, Batch batch) {
        return session.run(batch).logits().nchw();
    }

    /** The same images, of which no one is told how they lie. */
    private static class Written implements Batch {
        private final Batch batch;

        Written(Batch batch) {
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
            batch.write(index, target);
        }
    }
}
