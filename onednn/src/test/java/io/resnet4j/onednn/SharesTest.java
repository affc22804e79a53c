package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Outputs;
import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a batch is parted, and put together again. */
class SharesTest {
    private static final Shape IMAGE = Shape.of(1, 1, 2);

    /** Images of a number and its square each. */
    private static Batch batch(int size) {
        float[] numbers = new float[2 * size];
        for (int i = 0; i < size; i++) {
            numbers[2 * i] = i;
            numbers[2 * i + 1] = i * i;
        }
        return Batch.of(IMAGE, numbers);
    }

    /** Returns what goes in as logits, and its first number as a tap. */
    private static Outputs run(Batch part) {
        FloatBuffer all = FloatBuffer.allocate(2 * part.size());
        float[] first = new float[part.size()];
        for (int i = 0; i < part.size(); i++) {
            part.write(i, all);
            first[i] = all.get(2 * i);
        }
        Activation tap = new Activation(Shape.of(1), first);
        return new Outputs(part.size(), new Activation(Shape.of(2), all.array()), Map.of("first", tap));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, '[1]'", "16, 4, '[4, 4, 4, 4]'", "13, 4, '[4, 3, 3, 3]'", "5, 5, '[1, 1, 1, 1, 1]'"})
    void partsAreOfNearlyOneSizeAndJoinedInOrder(int images, int parts, String sizes) {
        List<Integer> taken = new ArrayList<>();
        Shares shares = new Shares(batch(images), parts);
        shares.take((part, planned) -> {
            taken.add(part.size());
            return run(part);
        });
        assertEquals(sizes, taken.toString());
        Outputs joined = shares.joined();
        Outputs whole = run(batch(images));
        assertEquals(images, joined.size());
        assertArrayEquals(whole.logits().nchw(), joined.logits().nchw());
        assertArrayEquals(whole.tap("first").nchw(), joined.tap("first").nchw());
    }

    @Test
    void threadsShareTheParts() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Shares shares = new Shares(batch(1000), 1000);
        List<Thread> takers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread taker = new Thread(() -> shares.take((part, planned) -> {
                runs.incrementAndGet();
                return run(part);
            }));
            taker.start();
            takers.add(taker);
        }
        for (Thread taker : takers) {
            taker.join();
        }
        assertEquals(1000, runs.get());
        assertArrayEquals(
                run(batch(1000)).logits().nchw(), shares.joined().logits().nchw());
    }

    /** 13 images in four parts run by plans for 4 whoever takes them; of 5 in three, two parts of 2 and one of 1 take two plans. */
    @ParameterizedTest
    @CsvSource({"13, 4, '[4, 4, 4, 4]', '[4]'", "5, 3, '[2, 2, 1]', '[2, 1]'", "6, 3, '[2, 2, 2]', '[2]'"})
    void plansDependOnTheSizesAlone(int images, int parts, String planned, String samples) {
        List<Integer> sizes = new ArrayList<>();
        Shares shares = new Shares(batch(images), parts);
        shares.take((part, size) -> {
            sizes.add(size);
            return run(part);
        });
        assertEquals(planned, sizes.toString());
        assertEquals(
                samples, shares.samples().stream().map(Batch::size).toList().toString());
    }

    @Test
    void afterAFailureNothingIsTaken() {
        RuntimeException failure = new RuntimeException("the second part");
        List<Batch> taken = new ArrayList<>();
        Shares shares = new Shares(batch(8), 4);
        assertSame(
                failure,
                assertThrows(
                        RuntimeException.class,
                        () -> shares.take((part, planned) -> {
                            taken.add(part);
                            if (taken.size() == 2) {
                                throw failure;
                            }
                            return run(part);
                        })));
        shares.take((part, planned) -> fail("another takes a part of what has failed"));
        assertEquals(2, taken.size());
    }
}
