package io.resnet4j.model;

import java.util.List;

/** What the operations check and compute alike: one image in, a window sliding over it. */
final class Window {
    private Window() {}

    static void positive(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    static Shape only(Op op, List<Shape> inputs) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException("%s takes one value, got %s".formatted(op, inputs));
        }
        return inputs.get(0);
    }

    static Shape image(Op op, int channels, List<Shape> inputs) {
        Shape x = only(op, inputs);
        if (x.rank() != 3 || x.dim(0) != channels) {
            throw new IllegalArgumentException("%s takes [%d, height, width], got %s".formatted(op, channels, x));
        }
        return x;
    }

    static Shape slide(Op op, Shape x, int channels, int kernel, int stride, int padding) {
        return Shape.of(
                channels, positions(op, x, 1, kernel, stride, padding), positions(op, x, 2, kernel, stride, padding));
    }

    private static int positions(Op op, Shape x, int axis, int kernel, int stride, int padding) {
        int room = x.dim(axis) + 2 * padding - kernel;
        if (room < 0) {
            throw new IllegalArgumentException("%s does not fit into %s: the image is too small".formatted(op, x));
        }
        return room / stride + 1;
    }
}
