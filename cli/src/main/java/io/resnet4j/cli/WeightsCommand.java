package io.resnet4j.cli;

import picocli.CommandLine.Command;

@Command(
        name = "weights",
        description = "Looks into files of weights, converts them, and fetches published ones.",
        footer = {"", "Example: resnet4j weights list"},
        subcommands = {
            WeightsListCommand.class,
            WeightsDownloadCommand.class,
            WeightsVerifyCommand.class,
            WeightsInspectCommand.class,
            WeightsConvertCommand.class,
        })
final class WeightsCommand extends VerbGroup {}
