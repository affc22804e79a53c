package io.resnet4j.training;

import java.util.stream.IntStream;

/** States for tests. */
final class TrainingStates {
    private TrainingStates() {}

    /** After so many epochs of 10 steps, and 3 steps more. */
    static TrainingState after(int epochs) {
        History history = new History(IntStream.rangeClosed(1, epochs)
                .mapToObj(epoch -> row(epoch, 90 + epoch % 7))
                .toList());
        TrainingPosition position =
                new TrainingPosition(epochs, 3, 10L * epochs + 3, new Score(1 / 3.0, 200, 384), 0.1);
        return new TrainingState(position, history, "model: \"tiny\"\nlr: 0.1\n", "0123 4567");
    }

    static History.Row row(int epoch, double testAccuracy) {
        return new History.Row(
                epoch, 10L * epoch, 0.1 / epoch, 2.0 / epoch, 50 + epoch, 2.5 / epoch, testAccuracy, 1234.5, 9.75);
    }
}
