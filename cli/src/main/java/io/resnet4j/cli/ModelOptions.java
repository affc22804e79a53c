package io.resnet4j.cli;

import io.resnet4j.inference.SessionOptions;
import io.resnet4j.weights.Model;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which model a verb works with, how images are prepared for it, and how the engine runs it. */
final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private SourceOptions source;

    @Mixin
    private PreparationOptions preparation;

    @Mixin
    private EngineOptions engine;

    /** How to run the model on so many images. */
    SessionOptions sessionOptions(int images) {
        return engine.sessionOptions(images);
    }

    /** How many cores may be used. */
    int cores() {
        return engine.cores();
    }

    /** Opens the model that was asked for, and says on stderr what the user did not say. */
    Model open() throws IOException {
        Model opened = preparation.applyTo(source.open(true));
        opened.notes().forEach(note -> Usage.note(command, note));
        return opened;
    }
}
