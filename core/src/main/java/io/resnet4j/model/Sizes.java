package io.resnet4j.model;

import java.util.List;

/** What operations check and compute alike: an image in, a window that slides over it. */
final class Sizes {
    private Sizes() {}

    /** Rows and columns added on each side so that a window of an odd kernel and stride 1 keeps the size. */
    static int padding(int kernel) {
        return kernel / 2;
    }

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

    /** What a padded window yields. */
    static Shape slide(Op op, Shape x, int channels, int kernel, int stride) {
        return Shape.of(channels, positions(op, x, 1, kernel, stride), positions(op, x, 2, kernel, stride));
    }

    private static int positions(Op op, Shape x, int axis, int kernel, int stride) {
        int room = x.dim(axis) + 2 * padding(kernel) - kernel;
        if (room < 0) {
            throw new IllegalArgumentException("%s does not fit into %s: the image is too small".formatted(op, x));
        }
        return room / stride + 1;
    }
}
