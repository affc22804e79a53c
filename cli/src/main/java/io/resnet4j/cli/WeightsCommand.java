package io.resnet4j.cli;

import picocli.CommandLine.Command;

@Command(
        name = "weights",
        description = "Works with files of weights.",
        subcommands = {
            WeightsListCommand.class,
            WeightsDownloadCommand.class,
            WeightsVerifyCommand.class,
        })
final class WeightsCommand extends VerbGroup {}
