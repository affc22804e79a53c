package io.resnet4j.cli;

import io.resnet4j.inference.SessionOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the engine runs a model. */
final class EngineOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16|auto",
            defaultValue = "fp32",
            description =
                    "What is computed with; auto is bf16 where the processor has instructions for it. Default: fp32.")
    private PrecisionName precision;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches to run at a time. Default: 1.")
    private int lanes;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Cores for each of them. Default: all, shared out among the lanes.")
    private Integer threads;

    SessionOptions sessionOptions() {
        return options(command, precision, lanes, threads);
    }

    /**
     * The options of a session.
     *
     * @param threads for each lane; all, shared out, where it is null
     */
    static SessionOptions options(CommandSpec command, PrecisionName precision, int lanes, Integer threads) {
        Usage.atLeastOne(command, "--lanes", lanes);
        if (threads != null) {
            Usage.atLeastOne(command, "--threads", threads);
        }
        SessionOptions latency = SessionOptions.latency();
        return latency.withPrecision(precision.precision())
                .withLanes(lanes)
                .withThreads(threads == null ? Math.max(1, latency.threads() / lanes) : threads);
    }
}
