package io.resnet4j.cli;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Normalization;
import io.resnet4j.vision.Preprocessing;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How images are prepared for a model and its classes are called, where its file does not say so, or wrongly. */
final class PreparationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--labels",
            paramLabel = "NAME|FILE",
            description = "Names of the classes: those of " + Labels.NAMES + ", or a file of one a line.")
    private String labels;

    @Option(names = "--resize", paramLabel = "PIXELS", description = "Short side that images are resized to.")
    private Integer resize;

    @Option(
            names = "--interpolation",
            paramLabel = "NAME",
            description = "Filter that resizes: nearest, box, bilinear, hamming, bicubic or lanczos.")
    private String interpolation;

    @Option(names = "--crop", paramLabel = "PIXELS", description = "Side of the square cut from the middle.")
    private Integer crop;

    @Option(
            names = "--mean",
            paramLabel = "R,G,B",
            hideParamSyntax = true,
            split = ",",
            description = "Mean of each channel, of 0 to 1.")
    private float[] mean;

    @Option(
            names = "--std",
            paramLabel = "R,G,B",
            hideParamSyntax = true,
            split = ",",
            description = "Standard deviation of each channel.")
    private float[] std;

    /** The model with what the user said. Where that cannot be, the model is closed. */
    Model applyTo(Model opened) throws IOException {
        try {
            Preprocessing own = opened.preprocessing();
            Normalization normalization = new Normalization(
                    mean == null ? own.normalization().mean() : mean,
                    std == null ? own.normalization().std() : std);
            Preprocessing changed = new Preprocessing(
                    resize == null ? own.resize() : resize,
                    crop == null ? own.crop() : crop,
                    interpolation == null ? own.interpolation() : Interpolation.named(interpolation),
                    normalization);
            Model prepared = opened.withPreprocessing(changed);
            return labels == null ? prepared : prepared.withLabels(labels());
        } catch (IllegalArgumentException e) {
            opened.close();
            throw Usage.wrong(command, e.getMessage());
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private Labels labels() throws IOException {
        Optional<Labels> known = Labels.named(labels);
        try {
            return known.isPresent() ? known.get() : Labels.read(Path.of(labels));
        } catch (NoSuchFileException e) {
            throw new MalformedFileException(
                    labels, "there is no such file, and no such labels; known are " + Labels.NAMES, e);
        }
    }

    /** Whether the user said anything. */
    boolean areGiven() {
        return Stream.of(labels, resize, interpolation, crop, mean, std).anyMatch(Objects::nonNull);
    }
}
