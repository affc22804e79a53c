package io.resnet4j.cli;

import picocli.CommandLine.Command;

@Command(
        name = "data",
        description = "Fetches published data sets, and says what is in one.",
        footer = {"", "Example: resnet4j data download cifar10"},
        subcommands = {DataDownloadCommand.class, DataInfoCommand.class})
final class DataCommand extends VerbGroup {}
