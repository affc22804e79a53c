package io.resnet4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Precision;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Window;
import io.resnet4j.testkit.Formula;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.bytedeco.dnnl.memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnPairsTest {
    private static final int OUT = 2;
    private static final int HEIGHT = 9;
    private static final String STEM = "relu";

    private final Random random = new Random(1);

    /** Whole numbers, whose sums are exact in any order. */
    @ParameterizedTest
    @CsvSource({"3, 7, 12", "3, 7, 2", "3, 3, 8", "1, 5, 10", "1, 9, 6", "5, 1, 4"})
    void sumsAreTheSame(int in, int kernel, int width) {
        Op.Conv2d op = new Op.Conv2d(in, OUT, Window.of(kernel, 2), 1, false);
        Shape image = Shape.of(in, HEIGHT, width);
        ColumnPairs pairs = new ColumnPairs(op);
        float[] filters = wholeNumbers(op.weight());
        float[] paired = wholeNumbers(pairs.slide().filters()); // rubbish, as memory has it
        pairs.fill(FloatBuffer.wrap(filters), FloatBuffer.wrap(paired));
        float[] nhwc = wholeNumbers(image);
        Shape places = op.shape(List.of(image));
        assertArrayEquals(
                slide(Slide.of(op), filters, nhwc, image, places),
                slide(pairs.slide(), paired, nhwc, pairs.image(image), places));
    }

    @Test
    void theFirstLayerOfAResNetIsOneOfSixChannels() {
        Op.Conv2d stem = new Op.Conv2d(3, 64, Window.of(7, 2), 1, false);
        assertTrue(ColumnPairs.suit(stem, memory.data_type.bf16));
        assertFalse(ColumnPairs.suit(stem, memory.data_type.f32), "nothing is left empty");
        assertEquals(Shape.of(64, 6, 7, 4), new ColumnPairs(stem).slide().filters());
        assertEquals(Shape.of(6, 224, 112), new ColumnPairs(stem).image(Shape.of(3, 224, 224)));
        assertTrue(ColumnPairs.suit(stem, memory.data_type.bf16, Shape.of(3, 9, 224)));
        assertFalse(ColumnPairs.suit(stem, memory.data_type.bf16, Shape.of(3, 9, 225)), "a column is left over");
    }

    @ParameterizedTest
    @CsvSource({"3, 3, 1", "64, 3, 2", "3, 3, 2", "3, 1, 2", "13, 7, 2"})
    void othersStayAsTheyAre(int in, int kernel, int stride) {
        Op.Conv2d op = new Op.Conv2d(in, OUT, Window.of(kernel, stride), 1, false);
        assertFalse(ColumnPairs.suit(op, memory.data_type.bf16));
    }

    /** One session, whose filters serve images of either kind. */
    @Test
    void evenAndOddWidthsAreWhatTheyAreInFloat32() throws IOException {
        if (!OneDnn.load().multipliesBfloat16()) {
            return;
        }
        Network network = Catalogue.named("resnet18").network();
        try (Session exact = open(network, Precision.FLOAT32);
                Session fast = open(network, Precision.BFLOAT16)) {
            for (int width : new int[] {64, 65, 66, 33}) {
                Shape image = Shape.of(3, 35, width);
                Batch batch = Batch.of(image, Formula.images("input", 1, image));
                float[] expected = exact.run(batch).tap(STEM).nchw();
                float[] actual = fast.run(batch).tap(STEM).nchw();
                assertArrayEquals(expected, actual, 0.02f * largest(expected), "width " + width);
            }
        }
    }

    private static Session open(Network network, Precision precision) throws IOException {
        SessionOptions options =
                SessionOptions.defaults().withPrecision(precision).withTaps(STEM);
        return new OneDnnEngine().open(network, new Formula(), options);
    }

    private static float largest(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    /** A convolution by its definition; {@code [height, width, out]}. */
    private static float[] slide(Slide slide, float[] filters, float[] nhwc, Shape x, Shape places) {
        float[] sums = new float[(int) places.elements()];
        Shape shape = slide.filters();
        int i = 0;
        for (int oy = 0; oy < places.dim(1); oy++) {
            for (int ox = 0; ox < places.dim(2); ox++) {
                for (int out = 0; out < OUT; out++, i++) {
                    for (int f = 0; f < filters.length / OUT; f++) {
                        int column = f % shape.dim(3);
                        int row = f / shape.dim(3) % shape.dim(2);
                        int channel = f / shape.dim(3) / shape.dim(2);
                        int sy = oy * (int) slide.stride()[0] + row - (int) slide.before()[0];
                        int sx = ox * (int) slide.stride()[1] + column - (int) slide.before()[1];
                        if (sy >= 0 && sy < x.dim(1) && sx >= 0 && sx < x.dim(2)) {
                            sums[i] += filters[out * (filters.length / OUT) + f]
                                    * nhwc[(sy * x.dim(2) + sx) * x.dim(0) + channel];
                        }
                    }
                }
            }
        }
        return sums;
    }

    private float[] wholeNumbers(Shape shape) {
        float[] numbers = new float[(int) shape.elements()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextInt(15) - 7;
        }
        return numbers;
    }
}
