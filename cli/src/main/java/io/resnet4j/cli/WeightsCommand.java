package io.resnet4j.cli;

import picocli.CommandLine.Command;

@Command(
        name = "weights",
        description = "Looks into files of weights and converts them.",
        subcommands = {WeightsInspectCommand.class, WeightsConvertCommand.class})
final class WeightsCommand {}
