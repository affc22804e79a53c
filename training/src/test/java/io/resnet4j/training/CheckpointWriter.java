package io.resnet4j.training;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A virtual machine of its own that does nothing but write checkpoints, until somebody kills it: {@code FOLDER}. All numbers of a
 * checkpoint tell how many epochs it is after, and a line on stdout tells when it is written.
 */
final class CheckpointWriter {
    static final Network NETWORK = Catalogue.named("tiny").network();

    private CheckpointWriter() {}

    static Process start(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CheckpointWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws IOException, LossNotFiniteException {
        RunFolder folder = RunFolder.resume(Path.of(arguments[0]));
        int epoch;
        try (TrainingCheckpoint checkpoint = TrainingCheckpoint.open(folder.last(), NETWORK)) {
            epoch = checkpoint.state().position().epochs();
        }
        while (true) {
            epoch++;
            TrainingState state = TrainingStates.after(epoch);
            state.history().write(folder.history());
            write(folder, state);
            System.out.println(epoch);
        }
    }

    static void write(RunFolder folder, TrainingState state) throws IOException, LossNotFiniteException {
        Learner learner = new PaintedLearner(NETWORK, state.position().epochs());
        TrainingCheckpoint.write(folder.last(), NETWORK, learner, state);
    }
}
