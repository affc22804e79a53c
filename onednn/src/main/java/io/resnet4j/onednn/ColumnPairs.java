package io.resnet4j.onednn;

import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Window;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.memory;

/**
 * A convolution at every other column as one of twice the channels at every column: channels last, two columns beside each other are one
 * with the channels of both. Processors multiply bfloat16 in twos along the channels, so that the three colours of a photo leave one
 * multiplication in four empty; six channels leave none, although the filters get a column of zeros. The first layer of a ResNet takes
 * four fifths of the time so. The sums are the same but for their order.
 */
record ColumnPairs(Op.Conv2d op) {
    /** Whether fewer multiplications are left, for images whose columns come in pairs. */
    static boolean suit(Op.Conv2d op, memory.data_type type) {
        Window window = op.window();
        return type == memory.data_type.bf16
                && op.groups() == 1
                && window.stride() == 2
                && window.dilation() == 1
                && 2 * op.in() * new ColumnPairs(op).pairs() < (op.in() + op.in() % 2) * window.kernel();
    }

    /** Whether they are for images of a shape. */
    static boolean suit(Op.Conv2d op, memory.data_type type, Shape x) {
        return x.dim(2) % 2 == 0 && suit(op, type);
    }

    /** Pairs under a filter to the left of the one in its middle. */
    private int before() {
        return (op.window().padding() + 1) / 2;
    }

    private int after() {
        return op.window().padding() / 2;
    }

    private int pairs() {
        return before() + 1 + after();
    }

    /** {@code [channels, height, width]} with two columns in one. */
    Shape image(Shape x) {
        return Shape.of(2 * x.dim(0), x.dim(1), x.dim(2) / 2);
    }

    Slide slide() {
        Window window = op.window();
        return new Slide(
                Shape.of(op.out(), 2 * op.in(), window.kernel(), pairs()),
                new long[] {window.stride(), 1},
                Slide.square(0),
                new long[] {window.padding(), before()},
                new long[] {window.padding(), after()});
    }

    /** Writes filters as PyTorch stores them as those that slide over pairs. */
    void fill(FloatBuffer filters, FloatBuffer paired) {
        int in = op.in();
        int kernel = op.window().kernel();
        int pairs = pairs();
        int first = 2 * before() - op.window().padding(); // where the window begins in its first pair
        paired.put(0, new float[paired.capacity()]);
        for (int i = 0; i < filters.capacity(); i++) {
            int column = first + i % kernel;
            int row = i / kernel % kernel;
            int channel = column % 2 * in + i / kernel / kernel % in;
            int out = i / kernel / kernel / in;
            paired.put(((out * 2 * in + channel) * kernel + row) * pairs + column / 2, filters.get(i));
        }
    }
}
