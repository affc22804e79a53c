package io.resnet4j.cli;

import io.resnet4j.inference.SessionOptions;
import io.resnet4j.io.Printable;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which model a verb works with, how images are prepared for it, and how many threads run it. */
final class ModelOptions {
    private static final String DEFAULT = "DEFAULT";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--model", paramLabel = "NAME", description = "A model of the catalogue; see 'resnet4j models'.")
    private String model;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "A .pth or .safetensors file; DEFAULT for the one that comes with resnet20.")
    private String weights;

    @Option(names = "--classes", paramLabel = "N", description = "Outputs of the head, if not the model's own.")
    private Integer classes;

    @Mixin
    private PreparationOptions preparation;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private Integer threads;

    SessionOptions sessionOptions() {
        SessionOptions defaults = SessionOptions.defaults();
        if (threads == null) {
            return defaults;
        }
        Usage.atLeastOne(command, "--threads", threads);
        return defaults.withThreads(threads);
    }

    /** Opens the model that was asked for, and says on stderr what the user did not say. */
    Model open() throws IOException {
        Model opened = preparation.applyTo(read());
        opened.notes().forEach(note -> command.commandLine().getErr().println("note: " + Printable.of(note)));
        return opened;
    }

    private Model read() throws IOException {
        boolean isDefault = weights == null || weights.equalsIgnoreCase(DEFAULT);
        if (isDefault) {
            return embedded();
        }
        return model == null && classes == null ? Model.open(Path.of(weights)) : Model.open(Path.of(weights), spec());
    }

    private Model embedded() throws IOException {
        if (model != null && !model.equals(EmbeddedModel.NAME)) {
            throw Usage.wrong(
                    command,
                    "%s needs --weights FILE; only %s comes with weights".formatted(spec().name(), EmbeddedModel.NAME));
        }
        if (classes != null) {
            throw Usage.wrong(
                    command, "--classes needs --weights FILE; the weights that come along have their own head");
        }
        if (model == null) {
            command.commandLine().getErr().println("note: no model named, so this is " + EmbeddedModel.SUMMARY);
        }
        return EmbeddedModel.open();
    }

    private ResNetSpec spec() {
        if (model == null) {
            throw Usage.wrong(command, "--classes needs --model NAME");
        }
        try {
            ResNetSpec spec = Catalogue.named(model);
            return classes == null ? spec : spec.withClasses(classes);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }
}
