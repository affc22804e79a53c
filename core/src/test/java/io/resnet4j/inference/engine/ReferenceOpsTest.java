package io.resnet4j.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operation on numbers that can be checked by hand. */
class ReferenceOpsTest {
    private static final float[] ONE_TO_NINE = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final Activation SQUARE = image(1, 3, 3, ONE_TO_NINE);
    /** Its sum is 1; in single precision it would be 0. */
    private static final float[] CANCELLING = {1e8f, 1, -1e8f};

    @Test
    void aDilatedConvolutionSeesEverySecondPixel() {
        Op op = new Op.Conv2d(1, 1, new Window(3, 1, 2), 1, false);
        float[] expected = {
            5 + 3 * 6 + 7 * 8 + 9 * 9, 2 * 5 + 8 * 8, 4 + 3 * 5 + 7 * 7 + 9 * 8, //
            4 * 5 + 6 * 6, 5 * 5, 4 * 4 + 6 * 5, //
            2 + 3 * 3 + 7 * 5 + 9 * 6, 2 * 2 + 8 * 5, 1 + 3 * 2 + 7 * 4 + 9 * 5
        };
        assertArrayEquals(expected, run(op, List.of(SQUARE), ONE_TO_NINE));
    }

    @Test
    void aStridedConvolutionStartsAtTheCornerAndAddsItsBias() {
        Op op = new Op.Conv2d(1, 1, Window.of(3, 2), 1, true);
        float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
        float[] expected = {12.5f, 16.5f, 24.5f, 28.5f};
        assertArrayEquals(expected, run(op, List.of(SQUARE), ones, new float[] {0.5f}));
    }

    @Test
    void eachGroupOfAConvolutionSeesItsOwnChannels() {
        Op op = new Op.Conv2d(4, 2, Window.of(1, 1), 2, false);
        Activation x = image(4, 1, 1, 1, 10, 100, 1000);
        assertArrayEquals(new float[] {21, 4300}, run(op, List.of(x), new float[] {1, 2, 3, 4}));
    }

    /** Sizes that are no multiples of anything, against the definition. */
    @ParameterizedTest
    @CsvSource({
        // in, out, kernel, stride, dilation, groups, height, width
        "3, 5, 7, 2, 1, 1, 13, 11",
        "1, 1, 1, 1, 1, 1, 1, 1",
        "8, 33, 1, 2, 1, 1, 5, 4",
        "6, 9, 3, 1, 1, 3, 6, 7",
        "4, 4, 3, 2, 2, 4, 9, 8",
        "2, 17, 3, 1, 4, 1, 2, 3",
    })
    void aConvolutionIsTheSumThatDefinesIt(
            int in, int out, int kernel, int stride, int dilation, int groups, int height, int width) {
        Op.Conv2d op = new Op.Conv2d(in, out, new Window(kernel, stride, dilation), groups, true);
        Random random = new Random(1);
        Activation x = image(in, height, width, numbers(random, in * height * width));
        float[] weight = numbers(random, (int) op.weight().elements());
        float[] bias = numbers(random, out);
        assertArrayEquals(defined(op, x, weight, bias), run(op, List.of(x), weight, bias), 1e-6f);
    }

    private static float[] defined(Op.Conv2d op, Activation x, float[] weight, float[] bias) {
        Shape y = op.shape(List.of(x.shape()));
        int height = x.shape().dim(1);
        int width = x.shape().dim(2);
        int ins = op.in() / op.groups();
        int kernel = op.window().kernel();
        float[] result = new float[(int) y.elements()];
        for (int i = 0; i < result.length; i++) {
            int out = i / (y.dim(1) * y.dim(2));
            int top =
                    i / y.dim(2) % y.dim(1) * op.window().stride() - op.window().padding();
            int left = i % y.dim(2) * op.window().stride() - op.window().padding();
            double sum = bias[out];
            for (int tap = 0; tap < ins * kernel * kernel; tap++) {
                int channel = out / (op.out() / op.groups()) * ins + tap / kernel / kernel;
                int row = top + tap / kernel % kernel * op.window().dilation();
                int column = left + tap % kernel * op.window().dilation();
                boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                float pixel = inside ? x.nchw()[(channel * height + row) * width + column] : 0;
                sum += (double) pixel * weight[out * ins * kernel * kernel + tap];
            }
            result[i] = (float) sum;
        }
        return result;
    }

    @Test
    void aBatchNormUsesTheRunningStatisticsOfEachChannel() {
        Op op = new Op.BatchNorm2d(2, 1, false);
        Activation x = image(2, 1, 2, 3, 5, 3, 5);
        float[] weight = {1, 2};
        float[] bias = {0, 10};
        float[] mean = {1, 3};
        float[] variance = {1 - 1e-5f, 4 - 1e-5f};
        float[] expected = {2, 4, 10, 12};
        assertArrayEquals(expected, run(op, List.of(x), weight, bias, mean, variance), 1e-6f);
    }

    @Test
    void aGroupNormUsesTheStatisticsOfTheImage() {
        Op op = new Op.GroupNorm(2, 4, 1);
        Activation x = image(4, 1, 1, 1, 3, 10, 10);
        float one = (float) (1 / Math.sqrt(1 + 1e-5));
        float[] expected = {-one, 2 * one + 1, 2, 3};
        assertArrayEquals(expected, run(op, List.of(x), new float[] {1, 2, 3, 4}, new float[] {0, 1, 2, 3}), 1e-7f);
    }

    @Test
    void aMaxPoolPadsWithWhatIsNeverTheGreatest() {
        Activation x = image(1, 3, 3, -1, -2, -3, -4, -5, -6, -7, -8, -9);
        assertArrayEquals(new float[] {-1, -2, -4, -5}, run(new Op.MaxPool2d(Window.of(3, 2)), List.of(x)));
    }

    @Test
    void aPaddingShortcutTakesEverySecondPixelBetweenChannelsOfZeros() {
        float[] expected = {0, 0, 0, 0, 1, 3, 7, 9, 0, 0, 0, 0};
        assertArrayEquals(expected, run(new Op.PadShortcut(1, 3, 2), List.of(SQUARE)));
    }

    @Test
    void aProductScalesEachChannel() {
        Activation x = image(2, 1, 2, 1, 2, 3, 4);
        Activation factors = image(2, 1, 1, 10, 100);
        assertArrayEquals(new float[] {10, 20, 300, 400}, run(new Op.Multiply(), List.of(x, factors)));
    }

    @Test
    void numbersGoThroughElementwiseOperationsOneByOne() {
        Activation x = image(1, 1, 3, -2, 0, 3);
        assertArrayEquals(new float[] {0, 0, 3}, run(new Op.Relu(), List.of(x)));
        assertArrayEquals(new float[] {-4, 0, 6}, run(new Op.Add(), List.of(x, x)));
        float[] sigmoid = {0.11920292f, 0.5f, 0.95257413f};
        assertArrayEquals(sigmoid, run(new Op.Sigmoid(), List.of(x)), 1e-7f);
        assertArrayEquals(new float[] {-2, 0, 3}, run(new Op.Flatten(), List.of(x)));
        assertArrayEquals(new float[] {-2, 0, 3}, run(new Op.Dropout(0.5), List.of(x)));
        assertArrayEquals(new float[] {-2, 0, 3}, x.nchw(), "inputs are not written to");
    }

    @Test
    void aLinearLayerMultipliesRowsAndAddsItsBias() {
        Activation x = new Activation(Shape.of(2), new float[] {1, 10});
        Op op = new Op.Linear(2, 3);
        float[] weight = {1, 2, 3, 4, 5, 6};
        assertArrayEquals(new float[] {21, 43.5f, 65}, run(op, List.of(x), weight, new float[] {0, 0.5f, 0}));
    }

    @Test
    void sumsAreInDoublePrecision() {
        float[] ones = {1, 1, 1};
        Activation row = image(1, 1, 3, CANCELLING);
        Activation column = image(3, 1, 1, CANCELLING);
        Activation features = new Activation(Shape.of(3), CANCELLING);
        assertArrayEquals(new float[] {1 / 3f}, run(new Op.GlobalAvgPool(), List.of(row)));
        assertArrayEquals(new float[] {1}, run(new Op.Conv2d(3, 1, Window.of(1, 1), 1, false), List.of(column), ones));
        assertArrayEquals(new float[] {1}, run(new Op.Linear(3, 1), List.of(features), ones, new float[1]));
    }

    private static float[] run(Op op, List<Activation> inputs, float[]... tensors) {
        float[] y = op.accept(new ReferenceOps(inputs, List.of(tensors)));
        Shape shape = op.shape(inputs.stream().map(Activation::shape).toList());
        assertEquals(shape.elements(), y.length);
        return y;
    }

    private static Activation image(int channels, int height, int width, float... numbers) {
        return new Activation(Shape.of(channels, height, width), Arrays.copyOf(numbers, channels * height * width));
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }
}
