package io.resnet4j.cli;

import io.resnet4j.inference.Precision;
import io.resnet4j.inference.SessionOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the engine runs a model. */
final class EngineOptions {
    /** As people write it. */
    private enum Wanted {
        FP32(Precision.FLOAT32),
        BF16(Precision.BFLOAT16),
        AUTO(Precision.AUTO);

        private final Precision precision;

        Wanted(Precision precision) {
            this.precision = precision;
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16|auto",
            defaultValue = "FP32",
            description =
                    "What is computed with; auto is bf16 where the processor has instructions for it. Default: fp32.")
    private Wanted precision;

    @Option(names = "--lanes", paramLabel = "N", description = "Batches to run at a time. Default: 1.")
    private Integer lanes;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Cores for each of them. Default: all, shared out among the lanes.")
    private Integer threads;

    SessionOptions sessionOptions() {
        SessionOptions options = SessionOptions.latency().withPrecision(precision.precision);
        if (lanes != null) {
            Usage.atLeastOne(command, "--lanes", lanes);
            options = options.withLanes(lanes).withThreads(Math.max(1, options.threads() / lanes));
        }
        if (threads != null) {
            Usage.atLeastOne(command, "--threads", threads);
            options = options.withThreads(threads);
        }
        return options;
    }
}
