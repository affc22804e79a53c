package io.resnet4j.cli;

import io.resnet4j.inference.Batch;
import io.resnet4j.inference.Session;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.inference.engine.BatchLimit;
import io.resnet4j.model.Network;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.Normalization;
import io.resnet4j.weights.Initializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "benchmark",
        description = "Measures how fast models run on this machine, from pixels in memory to logits.",
        footer = {
            "",
            "The weights are random: what they are makes no difference to the time. Every lane always has a batch to work on; a"
                    + " percentile is of the time from the call to its answer. Lists take commas, and every combination is run.",
            "",
            "Examples:",
            "  resnet4j benchmark resnet50",
            "  resnet4j benchmark resnet18 resnet50 --precision fp32,bf16 --batch-size 1,16",
            "  resnet4j benchmark resnet50 --batch-size 8 --lanes 1,2 --format csv",
            "  resnet4j benchmark resnet50 --profile"
        })
final class BenchmarkCommand implements Callable<Integer> {
    private static final int SEED = 1;
    private static final int PROFILED_RUNS = 30;

    @Spec
    private CommandSpec command;

    @Parameters(
            paramLabel = "MODEL",
            arity = "0..*",
            defaultValue = "resnet50",
            completionCandidates = ModelNames.class,
            description = "Models of the catalogue; see 'resnet4j models'. Default: resnet50.")
    private List<String> models;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16|auto",
            split = ",",
            defaultValue = "fp32",
            description = PrecisionName.HELP)
    private List<PrecisionName> precisions;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            split = ",",
            defaultValue = "1",
            description = "Images a call. Default: 1.")
    private List<Integer> batches;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            split = ",",
            defaultValue = "1",
            description = "Batches at a time. Default: 1.")
    private List<Integer> lanes;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Cores to use, shared out among the lanes. Default: all.")
    private Integer threads;

    @Option(
            names = "--input",
            paramLabel = "HxW",
            description = "Height and width of the images. Default: the model's own, such as 224x224.")
    private String input;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "3",
            description = "How long each combination is measured, after a warm-up. Default: 3.")
    private double seconds;

    @Option(names = "--profile", description = "Show what each step of the network takes.")
    private boolean profile;

    @Mixin
    private OutputOptions output;

    private record Combination(ResNetSpec model, SessionOptions options, int batch) {}

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0)) {
            throw Usage.wrong(command, "--seconds is more than 0, got " + seconds);
        }
        if (profile) {
            output.refuseCsv("a profile is a table of its own for each combination; json has them");
        }
        OneDnnEngine engine = new OneDnnEngine();
        List<BenchmarkFinding> findings = new ArrayList<>();
        for (Combination combination : combinations(engine)) {
            findings.add(measure(engine, combination));
        }
        BenchmarkReport report = new BenchmarkReport(engine.description(), findings);
        output.print(report::print, report::write, report::write);
        return 0;
    }

    private List<Combination> combinations(OneDnnEngine engine) {
        List<Combination> combinations = new ArrayList<>();
        batches.forEach(batch -> Usage.atLeastOne(command, "--batch-size", batch));
        for (String model : models) {
            ResNetSpec spec = Usage.model(command, model, null);
            for (PrecisionName precision : precisions) {
                for (int lane : lanes) {
                    SessionOptions wanted = EngineOptions.options(command, precision, lane, threads);
                    SessionOptions options = wanted.withPrecision(engine.resolve(wanted.precision()));
                    batches.forEach(batch -> combinations.add(new Combination(spec, options, batch)));
                }
            }
        }
        return combinations;
    }

    private BenchmarkFinding measure(OneDnnEngine engine, Combination combination) throws IOException {
        Network network = combination.model().network();
        Shape image = image(combination.model());
        refuseImpossible(network, image, combination.batch());
        Batch batch = noise(image, combination.batch());
        try (Session session = engine.open(network, new Initializer(SEED), combination.options())) {
            session.warmUp(batch.shape(), batch.size());
            Load.of(session, batch, seconds / 4); // what runs often is compiled then
            Load load = Load.of(session, batch, seconds);
            return new BenchmarkFinding(
                    network,
                    image,
                    combination.options(),
                    load,
                    profile ? Optional.of(session.profile(batch, PROFILED_RUNS)) : Optional.empty());
        }
    }

    /** Images that do not pass through, or are too many. */
    private void refuseImpossible(Network network, Shape image, int batch) {
        try {
            BatchLimit.check(image, batch);
            network.shapes(image);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, network.name() + ": " + e.getMessage());
        }
    }

    private Shape image(ResNetSpec model) {
        if (input == null) {
            return ModelsCommand.input(model);
        }
        if (!input.matches("\\d{1,5}x\\d{1,5}")) {
            throw Usage.wrong(command, "--input is height and width as in 224x224, got " + input);
        }
        String[] sides = input.split("x");
        return Shape.of(model.channels(), Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    private static Batch noise(Shape image, int count) {
        byte[] pixels = new byte[Math.toIntExact(image.elements())];
        new Random(SEED).nextBytes(pixels);
        Image noise = new Image(image.dim(2), image.dim(1), pixels);
        return Batch.of(Collections.nCopies(count, noise), Normalization.IMAGENET);
    }
}
