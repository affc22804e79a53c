package io.resnet4j.cli;

import io.resnet4j.inference.Precision;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.onednn.OneDnnEngine;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the engine runs a model. */
final class EngineOptions {
    /** From so many images for each core on, each core has its own. */
    private static final int MANY = 4;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16|auto",
            defaultValue = "fp32",
            description = PrecisionName.HELP)
    private PrecisionName precision;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description =
                    "Batches to run at a time, each on its share of the cores. Default: 1 for a few images, one a core"
                            + " for many.")
    private Integer lanes;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private Integer threads;

    /**
     * For so many images: a few are each done soonest by all cores together, many by each core on its own. Says on stderr what
     * {@code auto} comes to. Has the engine load meanwhile.
     */
    SessionOptions sessionOptions(int images) {
        SessionOptions options = options(command, precision, lanes(images), threads);
        if (options.precision() != Precision.AUTO) {
            CompletableFuture.runAsync(
                    OneDnnEngine::new); // whoever needs it will wait for it, or be told why there is none
            return options;
        }
        OneDnnEngine engine = new OneDnnEngine();
        Precision found = engine.resolve(Precision.AUTO);
        Usage.note(command, "auto is %s here: %s".formatted(found, engine.description()));
        return options.withPrecision(found);
    }

    private int lanes(int images) {
        return lanes != null ? lanes : images < MANY * cores() ? 1 : cores();
    }

    /** How many cores may be used. */
    int cores() {
        return cores(command, threads);
    }

    /**
     * The options of a session.
     *
     * @param threads for all lanes together; all cores where it is null
     */
    static SessionOptions options(CommandSpec command, PrecisionName precision, int lanes, Integer threads) {
        Usage.atLeastOne(command, "--lanes", lanes);
        int cores = cores(command, threads);
        if (threads != null && lanes > threads) {
            throw Usage.wrong(command, "--lanes %d need at least as many --threads, got %d".formatted(lanes, threads));
        }
        try {
            SessionOptions one = SessionOptions.latency()
                    .withPrecision(precision.precision())
                    .withThreads(1);
            return one.withLanes(lanes).withThreads(Math.max(1, cores / lanes));
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    private static int cores(CommandSpec command, Integer threads) {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        Usage.atLeastOne(command, "--threads", threads);
        return threads;
    }
}
