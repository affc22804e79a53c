package io.resnet4j.cli;

import picocli.CommandLine.Command;

@Command(
        name = "data",
        description = "Fetches published data sets, and says what is in one.",
        subcommands = {DataDownloadCommand.class, DataInfoCommand.class})
final class DataCommand extends VerbGroup {}
