package io.resnet4j.weights;

/** Named by the hostile files. Whoever resolves it wakes it. */
final class Canary {
    /** Beside the canary, so that to look does not wake it. */
    static final class Cage {
        static volatile boolean woken;

        private Cage() {}
    }

    static {
        Cage.woken = true;
    }

    private Canary() {}
}
