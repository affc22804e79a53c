package io.resnet4j.onednn;

import io.resnet4j.model.Op;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Window;

/**
 * How filters move over images, as oneDNN counts: rows, then columns.
 *
 * @param filters their shape: {@code [groups, out / groups, in / groups, kh, kw]}, or without groups as PyTorch's
 * @param gaps what lies between two elements of a filter
 * @param before what is added above and to the left
 * @param after what is added below and to the right
 */
record Slide(Shape filters, long[] stride, long[] gaps, long[] before, long[] after) {
    static Slide of(Op.Conv2d op) {
        Window window = op.window();
        Shape filters = op.groups() == 1
                ? op.weight()
                : Shape.of(
                        op.groups(), op.out() / op.groups(), op.in() / op.groups(), window.kernel(), window.kernel());
        long[] padding = square(window.padding());
        return new Slide(filters, square(window.stride()), square(window.dilation() - 1), padding, padding);
    }

    static long[] square(int side) {
        return new long[] {side, side};
    }
}
