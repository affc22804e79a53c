package io.resnet4j.model;

import java.util.List;

/** What constructors and operations check alike. */
final class Checks {
    private Checks() {}

    static void positive(int value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, got " + value);
        }
    }

    static void probability(double value, String what) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(what + " must be at least 0 and below 1, got " + value);
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

    static Shape anyImage(Op op, List<Shape> inputs) {
        Shape x = only(op, inputs);
        if (x.rank() != 3) {
            throw new IllegalArgumentException("%s takes [channels, height, width], got %s".formatted(op, x));
        }
        return x;
    }
}
